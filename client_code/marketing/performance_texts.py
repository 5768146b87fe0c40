"""What the page on how marketing does says."""

PERIOD = "Period"
PERIODS = (("week", "7 days"), ("month", "30 days"), ("quarter", "90 days"), ("year", "12 months"))
CONTEXT = "{} – {}, compared with the {} days before"
# Of each card: its figure, what it is called, the rate it shows in place of the figure, and what leads from it.
CARDS = (
    ("sent", "Sent", "", {"status": "sent"}),
    ("delivered", "Delivered", "delivery_rate", {}),
    ("opened", "Opened", "open_rate", {}),
    ("clicked", "Clicked", "click_rate", {}),
    ("revenue", "Sales", "", {}),
    ("unsubscribed", "Unsubscribed", "unsubscribe_rate", {}),
    ("bounced", "Bounced", "bounce_rate", {}),
    ("complained", "Reported as spam", "complaint_rate", {}),
)
MORE, LESS, SAME, NONE_BEFORE = "{} more than before", "{} less than before", "as before", "nothing before"
BEFORE = "{} before"
RISEN, FALLEN = "{} points more than before", "{} points less than before"
PER_DAY, PER_WEEK = "{}, by day", "{}, by week"
EMPTY = (
    "Nothing went out yet",
    "How your campaigns do is shown here: who reads them, who clicks, what they sell, and what would make them better.",
    "Write a campaign",
)
WAITS = "Waits for approval"
GOES = "Goes {}"
HEALTH = (
    ("reachable", "Agreed to hear from you by e-mail"),
    ("joined", "Agreed in this period"),
    ("left", "Withdrew their consent"),
    ("bounced", "Addresses that do not exist"),
    ("complained", "Reported as spam"),
)
# The figure of the list's health that leads to contacts: the conditions they are filtered by.
HEALTH_PEOPLE = {
    "reachable": [{"field": "agreed_to", "op": "has_any", "value": ["email:marketing", "email:newsletter"]}],
}
HONEST = (
    "People count once and machines that check mail are left out. Rates are of messages that arrived. "
    "A sale counts for the campaign its buyer last clicked in, up to {} before."
)
