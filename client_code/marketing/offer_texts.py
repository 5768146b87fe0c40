"""What the screens of offers say."""

KINDS = [
    ("Lower price", "price_reduction"),
    ("More reward points", "rewards_increase"),
    ("A free service", "free_service"),
]
EMPTY = (
    "No offers yet",
    "What a campaign gives: a lower price, more points, something free. Each person gets a code of their own.",
    "Make an offer",
)
NEW, EDIT = "New offer", "Edit offer"
LESS = "{} less"
POINTS = ("1 point more", "{} points more")
FREE = "Free: {}"
ALWAYS = "Always valid"
FROM, UNTIL, BETWEEN = "From {}", "Until {}", "{} to {}"
ONCE, TIMES, OFTEN = "once each", "{} times each", "as often as they like"
FIGURES = "{given} given, {redeemed} redeemed"
REVENUE = "{} of sales"
HOW_MUCH = [("Percent", "percent"), ("An amount", "amount")]
WITHDRAWN = "Withdrew “{}”: none of its codes is taken any more"
WITHDRAW = "Withdraw"
EDIT_ENTRY = "Edit"
REDEEM = "Redeem a code"
REDEEM_OF = "Redeem an offer of {}"
LOOK_UP, REDEEM_NOW = "Look up", "Redeem"
CODE = "{offer_name}: {code}"
CODE_OF = "{offer}, for {person}"
NOBODYS = "somebody who was erased"
NEEDS_CODE = "Please type the code."
REDEEMED = "Redeemed: {}"
USES = "How often each person may use it; empty for as often as they like"
