"""What the screens on consent and personal data say."""

CHANNELS = (
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("whatsapp", "WhatsApp"),
    ("phone", "Telephone"),
    ("post", "Post"),
)
PURPOSES = (
    ("marketing", "Offers"),
    ("newsletter", "Newsletter"),
    ("surveys", "Surveys"),
    ("tracking", "Counting opens and clicks"),
)
STATES = {"granted": "Agreed", "withdrawn": "Taken back", "asked": "Was asked"}
TONES = {"granted": "chip-active", "withdrawn": "chip-error", "asked": "chip-neutral"}
SOURCES = {
    "person": "told us",
    "form": "by a form",
    "import": "by an import",
    "double_opt_in": "confirmed by e-mail",
    "one_click": "by the link in a mail",
    "reply": "by an answer",
    "provider": "told by the mail service",
}
TOLD_BY = (("Told us", "person"), ("By a form", "form"), ("Answered a message", "reply"))
REASONS = {
    "unsubscribed": "unsubscribed",
    "complained": "complained",
    "bounced": "mails came back",
    "soft_bounced": "mails came back three times in a row",
    "erased": "was erased",
    "asked": "asked for it",
    "stopped": "answered STOP",
}
VERSION = "version {}"
BY = "noted by {}"
AS_OF = "What stood at the end of that day"
NOW = "What stands now"
SUPPRESSED = "{channel}: nobody writes to this address. It {reason}, {when}."
SUPPRESSED_SHORT = "{}: not written to"
LIFT_TITLE = "Write to this address again?"
LIFT = "Allow again"
LIFT_LABEL = "Who asked for it, and how"
LIFTED = "This address may be written to again."
RECORD_TITLE = "Record what {} said"
NEEDS_STATE = "Please choose what was said."
NEEDS_CHANNEL = "Please choose how they are written to."
NEEDS_PURPOSE = "Please choose what for."
CANCEL = "Cancel"

NO_WORDS = "No words yet. Write what people read or hear before they agree."
VERSION_SINCE = "Version {}, since {}"
WORDS_SAVED = "Saved as version {}."

MODES = {
    "delete": "Everything is deleted. Nothing about this person is left but the fact that somebody was erased.",
    "anonymise": "Everything that tells who it was is deleted. Sales and bookings stay without a name, since the "
    "books must be kept.",
}
TABLES = {
    "contact_events": ("Entries of the history", "deleted"),
    "contact_transactions": ("Sales and refunds", "kept without a name: the law asks for them"),
    "contact_campaigns": ("Campaigns", "deleted"),
    "contact_import_rows": ("Lines of imports, and their files", "deleted"),
    "contact_changes": ("Merges that could be undone", "deleted"),
    "contact_change_rows": ("Changes to many that could be undone", "deleted"),
    "tasks": ("Tasks", "deleted"),
    "bookings": ("Bookings", "kept without name, wishes and guests"),
    "consents": ("Entries on consent", "kept as proof, without what was said"),
    "offer_codes": ("Codes for offers", "kept without a name"),
    "offer_redemptions": ("Offers redeemed", "kept without a name, as they were counted"),
    "sends": ("Messages", "kept without address and words"),
    "inbound_messages": ("Messages they wrote", "deleted"),
    "inbound_files": ("Files they sent", "deleted"),
    "conversations": ("Their place in the inbox", "deleted"),
    "send_events": ("Opened and clicked messages", "kept without words"),
    "list_subscriptions": ("Newsletters they subscribed to", "deleted"),
    "lead_submissions": ("Sign-up forms they filled in", "deleted"),
    "users": ("Their own sign-in", "closed and emptied"),
}
DELETED = "deleted"
OUTSIDE = ("Messages at Twilio, in and out", "{}: deleted there too, within minutes")
OUTLIVES = ("users",)
MERGED = "{} were merged into this person and go with it."
CONFIRM = "Type {} to confirm"
CONFIRM_WRONG = "Please type {} exactly."
ERASED = "Erased."
NO_RIGHT = ("You cannot erase people", "Your role does not include this. The owner of the business can do it.", "")
NOBODY = ("Nobody here", "No contact has this number.", "Show all contacts")
ERASED_ALREADY = ("Erased already", "There is nothing left to erase.", "Show all contacts")


def channel(name):
    """`E-mail` for `email`, `E-mail (Offers)` for `email:marketing`."""
    way, _, purpose_name = name.partition(":")
    words = dict(CHANNELS).get(way, way)
    return "{} ({})".format(words, purpose(purpose_name)) if purpose_name else words


def purpose(name):
    """`Offers` for `marketing`."""
    return dict(PURPOSES).get(name, name)
