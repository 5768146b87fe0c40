"""What the screens of campaigns say."""

VIEWS_NAME = "Campaigns by state"
VIEWS = (
    ("", "All"),
    ("draft", "Drafts"),
    ("scheduled", "Scheduled"),
    ("awaiting_approval", "To approve"),
    ("sending", "Sending"),
    ("sent", "Sent"),
)
EMPTY = (
    "No campaigns yet",
    "A campaign is one message to many people: an offer, news, an invitation. Only those who agreed get it.",
    "Write a campaign",
)
EMPTY_VIEW = ("Nothing here", "No campaign is in this state.")
NEW = "New campaign"
CHANNELS = {"email": "E-mail", "whatsapp": "WhatsApp", "sms": "SMS"}
NEW_MAIL, NEW_MESSAGES = "E-mail", "Messages to customers"
TABS_NAME = "Parts of the campaign"
TABS = (("basics", "Basic info"), ("content", "Content"), ("targeting", "Targeting"), ("schedule", "Schedule"))
PURPOSES = [("Offers", "marketing"), ("Newsletter", "newsletter"), ("Survey", "surveys")]
TYPES = [
    ("Broadcast", "broadcast"),
    ("Lower prices", "price_reduction"),
    ("More rewards", "rewards_increase"),
    ("Something free", "free_service"),
    ("Quick mail", "quick_mail"),
]
EVERYONE, SEGMENTS = "Everybody", "Chosen segments"
BUDGET = "Budget ({}), if there is one"
AT_LIMIT = [("Go on, and warn us", "warn"), ("Stop the campaign", "stop")]
AUDIENCES = [(EVERYONE, "everyone"), (SEGMENTS, "segments"), ("A newsletter", "list")]
NO_LISTS = "There is no newsletter yet"
GETS = ("1 of {} gets it", "{} of {} get it")
NOBODY = "Nobody gets it"
NOBODY_NOW = "Nobody gets it as it is. Targeting says why."
NOBODY_HERE = "Nobody gets it as it is: look at the customers and the channels you chose."
AT_TIME = "Or at this time ({})"
WAITS = "{} of them when they may be written to"
FINISHED = "The last message goes {}."
NOT_CHOSEN = "Choose who gets it to see how many that are."
LEFT_OUT = "{label}: {count}"
SUCH_AS = "such as {}"
SAVED = "Saved"
NEEDS_NAME = "Please give the campaign a name."
READY = "Everything is ready."
READY_FOR_OTHERS = "Everything is ready. Your role does not send campaigns: ask somebody whose does."
SEND_TITLE = "Send to {}?"
SEND_TEXT = "“{}” goes out now. What has gone cannot be taken back."
SEND, SEND_NOBODY = "Send to {}", "Send"
ASK_APPROVAL = "This goes to many people, so somebody else has to approve it."
KEEP = "Not yet"
ME = "Myself"
LINKS_ASKED = "Asking for every link …"
LINKS_FAILED = "The links could not be checked. Try again in a moment."
NO_LINKS = "The mail has no links to check."
LINKS_GOOD = "Checked {}: all lead somewhere."
LINKS_BROKEN = "{url} {why}."
LINKS = ("link", "links")
TEST_SENT = "A test is on its way to {}"
SCHEDULED = "Scheduled for {}"
NEEDS_TIME = "Please choose a time to come."
CANCEL_TITLE = "Cancel this campaign?"
CANCEL_TEXT = (
    "1 message still waits and is not sent. What has gone stays with its receivers.",
    "{} messages still wait and are not sent. What has gone stays with its receivers.",
)
CANCEL = "Cancel the campaign"
ARCHIVED = "Archived “{}”"
OPEN, EDIT, DUPLICATE, ARCHIVE = "Open", "Edit", "Duplicate", "Archive"
STATE_CHIPS = {
    "draft": "chip-neutral",
    "scheduled": "chip-active",
    "awaiting_approval": "chip-warning",
    "sending": "chip-active",
    "paused": "chip-warning",
    "sent": "chip-quiet",
    "cancelled": "chip-quiet",
    "failed": "chip-error",
}
WRITTEN = "Changed {}"
WENT = "Sent {}"
BEGAN = "Began {}"
GOES = "Goes {}"
