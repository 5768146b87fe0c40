"""What the inbox says."""

from ..shared import formats

VIEWS_NAME = "Views"
VIEWS = (
    ("open", "Open"),
    ("mine", "Mine"),
    ("unassigned", "Unassigned"),
    ("snoozed", "Snoozed"),
    ("closed", "Closed"),
)
EMPTY = {
    "open": ("Nobody waits", "What people write by e-mail, WhatsApp and SMS is listed here, one line for each person."),
    "mine": ("Nothing for you", "Conversations that you have taken on are listed here."),
    "unassigned": ("All are somebody's", "Conversations that nobody has taken on are listed here."),
    "snoozed": ("Nothing sleeps", "Conversations that were put off are listed here until they come back."),
    "closed": (
        "Nothing is closed yet",
        "Conversations that are done are listed here. They open again when somebody writes.",
    ),
}
NOT_FOUND = ("Nobody found", "Nobody of this name, address or number is in this view.", "Search all that is open")
NONE_OPEN = ("Choose a conversation", "It is shown here, with all that was said on every channel.")
CHANNELS = {"email": "E-mail", "whatsapp": "WhatsApp", "sms": "SMS"}
CHANNEL_ICONS = {"email": "mi:mail", "whatsapp": "mi:chat", "sms": "mi:sms"}
KEYS = (
    ("j / k", "Next, previous conversation"),
    ("r", "Answer"),
    ("e", "Close, or open again"),
    ("u", "Mark as unread"),
    ("Ctrl+Enter", "Send the answer"),
)
WROTE = "{}: {}"
YOU_READ = "{}, {}, {}{}"
UNREAD = ", unread"
NOT_LIVE = "Not connected. Trying again."
NOBODY = "Nobody"
CLOSE = "Close"
REOPEN = "Reopen"
CLOSED = "Closed: {}"
REOPENED = "Reopened: {}"
SNOOZED = "{} comes back {}"
RESTS = "Comes back {}"
ASSIGNED = "{} looks after {} now"
UNASSIGNED = "Nobody looks after {} now"
MARK_UNREAD = "Mark as unread"
MAKE_TASK = "Make a task"
OPEN_CONTACT = "Open the contact"
TASK_TITLE = "Answer {}"
SNOOZE = (
    ("In three hours", "hours"),
    ("Tomorrow morning", "tomorrow"),
    ("Monday morning", "monday"),
    ("Choose a day", ""),
)
SNOOZE_TEXT = "Snooze: {}"
STATES = {
    "pending": "Sending",
    "held": "Waits",
    "sending": "Sending",
    "sent": "Sent",
    "delivered": "Delivered",
    "read": "Read",
    "opened": "Opened",
    "clicked": "Clicked",
    "bounced": "Came back",
    "complained": "Reported as spam",
    "unsubscribed": "Unsubscribed",
    "failed": "Not sent",
    "skipped": "Not sent",
    "cancelled": "Cancelled",
    "unknown": "Not certain whether it was sent",
}
CAMPAIGN = "Campaign “{}”"
RECEIPT = "Sent “{}”"
OTHER = "A message of yours"
AUTOMATIC = "Automatic answer"
KEYWORDS = {
    "stop": "Asked for no more messages",
    "start": "Wants messages again",
    "help": "Asked how to reach you",
}
STOP_REQUESTS = {"obeyed": "Unsubscribed", "left": "Left as it was"}
ASKS_TO_STOP = (
    "Asks for no more e-mails. Nothing proves that {} wrote it: anybody can write such a mail. "
    "If you are not sure, ask them."
)
UNSUBSCRIBE = "Unsubscribe"
LEAVE = "Leave it"
STOP_LEFT = "{} still gets your e-mails"
SHOW_QUOTED = "Show what it answers"
HIDE_QUOTED = "Hide what it answers"
NO_WORDS = "No words"
RETRY = "Try again"
ANSWER_BY = "{} · {}"
WINDOW = "{} left to answer freely"
WINDOW_OVER = (
    "More than 24 hours ago since they last wrote. WhatsApp now takes only an approved template; once they answer, "
    "you can write freely again."
)
NO_TEMPLATES = "No template is approved yet. Templates are kept in the settings, under Messages."
NO_TEMPLATE = ("Choose a template", "")
VARIABLE = "Text for {} (such as {})"
NO_CHANNEL = "There is no address or number to answer this person on, or yours is not set up yet."
COUNTED = "{} of {} letters"
REFUSED = "{}: nothing can be sent here."
SEND = "Send"
WRITE = "Please write something."
CHOOSE_TEMPLATE = "Please choose a template, and fill in its gaps."
QUICK = "Quick replies"
MANAGE_QUICK = "Manage quick replies"
QUICK_HINT = "Type / for a quick reply."
NO_QUICK = "No quick replies yet. Words that you write often can be kept here."
QUICK_REMOVED = "Removed: {}"
EDIT = "Edit"
REMOVE = "Remove"
NEW_QUICK = "New quick reply"


def context(counts, locale):
    """How many wait: `3 unread · 12 open`."""
    unread = formats.number(counts["unread"], locale)
    return "{} unread · {} open".format(unread, formats.number(counts["open"], locale))
