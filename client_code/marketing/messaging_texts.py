"""What the wizard of messages says."""

STEPS = (
    ("basics", "Basic info"),
    ("places", "Places"),
    ("channels", "Channels"),
    ("customers", "Customers"),
    ("content", "Content"),
    ("schedule", "Scheduling"),
)
STEPS_NAME = "Steps"
CHANNELS_NAME = "Words for each channel"
STEP_OF = "Step {} of {}: {}"
STATE_ICONS = {"now": "mi:edit", "done": "mi:check", "todo": "mi:circle", "wrong": "mi:error"}
STATE_WORDS = {"now": "open now", "done": "done", "todo": "to do", "wrong": "something is missing"}
NEW = "New messages"
TYPES = [
    ("News, or anything else", "messaging"),
    ("Lower prices", "price_reduction"),
    ("More rewards", "rewards_increase"),
    ("Something free", "free_service"),
]
TYPE_NAMES = {value: name for name, value in TYPES}
PLAIN = "messaging"
NO_OFFER = ("No offer", "")
OFFER_HINT = "Write {{offer_code}} where the code is to stand: each person gets one of their own."
NO_OFFERS = "There is no offer of this kind yet. Make one under Offers."
NEEDS_OFFER = "Please choose the offer that this campaign is about."
NEEDS_NAME = "Please give the campaign a name."
NEEDS_PLACE = "Please choose at least one place."
NEEDS_CHANNEL = "Please choose at least one channel."
NEEDS_CUSTOMER = "Please select at least one customer."
EVERYWHERE = "All places, and customers who have not booked ({})"
PLACE = "{} ({})"
PLACES_HINT = "Behind each place: how many booked there and agreed to get offers from you."
CHANNELS = (
    ("email", "E-mail", "mi:mail", "Subject, text and links. Goes at the pace of your mail provider."),
    (
        "whatsapp",
        "WhatsApp",
        "mi:chat",
        "A template that WhatsApp approved, or your own words to those who just wrote.",
    ),
    ("sms", "SMS", "mi:sms", "A short text. You pay for each part of 160 letters."),
)
CHANNEL_NAMES = {name: label for name, label, _, _ in CHANNELS}
CHANNEL_ICONS = {name: icon for name, _, icon, _ in CHANNELS}
CHANNEL_COUNT = "{} can be reached at the places you chose"
SHOW_NAME = "Which customers are shown"
SHOWN = (("all", "All"), ("has_email", "Has e-mail"), ("has_phone", "Has phone"), ("consent", "Marketing consent"))
SELECTED = "{} of {} customers selected"
SELECT_ALL, SELECT_THESE = "Select all", "Select these {}"
DESELECT_ALL, DESELECT_THESE = "Deselect all", "Deselect these {}"
LEFT_OUT = (
    "1 other never agreed to offers on any of these channels: the law keeps them from getting any.",
    "{} others never agreed to offers on any of these channels: the law keeps them from getting any.",
)
SELECT = "Select {}"
NEVER_BOOKED = "No booking yet"
NOBODY = ("Nobody to choose from", "Nobody who booked at these places agreed to get offers on the channels you chose.")
NOT_FOUND = ("Nobody found", "No customer matches what you typed and chose above.")
MAIL_HINT = "**bold**, *slanted*, [words](https://…) make a link. {{first_name|there}} becomes the first name."
CHAT_HINT = "{{first_name|there}} becomes the receiver's first name, or “there”."
OWN_WORDS = "Words of your own"
OWN_WORDS_HINT = "Only for those who wrote to you in the last 24 hours: WhatsApp refuses them for everybody else."
NO_TEMPLATES = "No template is approved yet, so only those who wrote in the last 24 hours can get this."
VARIABLE = "For {}, such as {}"
COUNTED = "{} of 1,600 letters"
PARTS = "{} · {} left in the last one"
LETTERS = ("letter", "letters")
PART, SOME_PARTS = "1 part", "{} parts"
UNUSUAL = "{} makes each part hold only 70 letters."
PREVIEW_AS = "As {} reads it"
SAMPLE_PERSON = "an example"
AS_SOMEBODY = "As somebody of yours reads it"
AS_EXAMPLE = "Show the example again"
TEST_SENT = "A test is on its way to {}"
COST = "Costs about {}"
NO_COST = "What it costs is not known: prices are entered under Settings, Messages."
BUDGET = "All together about {} of a budget of {}."
OVER_BUDGET = "All together about {}: more than the budget of {}."
TOTAL_COST = "All together about {}."
HOURS = (
    "Whenever it begins, each message waits for the hours in which its receiver may be written to, by the clock where "
    "they live."
)
SUMMARY = (("campaign_type", "About"), ("places", "Places"), ("channels", "Channels"), ("customers", "Customers"))
ALL_PLACES = "All, and those who have not booked"
SAVED = "Draft saved"
