"""What the screens of newsletters and sign-up forms say."""

SECTIONS_NAME = "Sign-up"
SECTIONS = (("forms", "Forms"), ("lists", "Newsletters"))

EMPTY_LISTS = (
    "No newsletter yet",
    "A newsletter is a list that people put themselves on, and can leave with one click. It has a page of its own.",
    "New newsletter",
)
NO_ARCHIVED = ("Nothing archived", "What you archive is listed here, and can be brought back.")
EMPTY_FORMS = (
    "No form yet",
    "A form on your website makes a contact of whoever fills it in: for questions, a newsletter, a voucher.",
    "New form",
)
ARCHIVED = "Archived: {}"
EDIT = "Edit"
OPEN = "Open"
ARCHIVE = "Archive"
RESTORE = "Bring back"
NEW_LIST = "New newsletter"
NEW_FORM = "New form"
SUBSCRIBERS = ("subscriber", "subscribers")
WAITING = "{} not confirmed yet"
PUBLIC, PRIVATE = "Public", "By invitation"
PUBLIC_CHIP, PRIVATE_CHIP = "chip-active", "chip-neutral"
PURPOSES = [("Newsletter", "newsletter"), ("Offers", "marketing")]
NEEDS_NAME = "Please give it a name."
SAVED = "Saved"
PURPOSE_HINT = "It decides which consent it needs. It stays as it is once somebody is on the list."
CONSENT_HINT = "People read this beside the box they tick. Empty: we write it for you."
SLUG_HINT = "Small letters, figures and hyphens"
TOPICS_HINT = "Press Enter after each. People choose those they want."

STATUS_VIEWS_NAME = "Status"
STATUS_VIEWS = (
    ("", "All"),
    ("active", "Subscribed"),
    ("pending", "Not confirmed"),
    ("unsubscribed", "Unsubscribed"),
    ("bounced", "Bounced"),
    ("complained", "Complained"),
)
STATUSES = {
    "active": ("Subscribed", "chip-active"),
    "pending": ("Not confirmed", "chip-warning"),
    "unsubscribed": ("Unsubscribed", "chip-neutral"),
    "bounced": ("Bounced", "chip-error"),
    "complained": ("Complained", "chip-error"),
}
SOURCES = {
    "website": "on its page",
    "checkout": "at the checkout",
    "appointment": "with a booking",
    "referral": "by a friend",
    "form": "by a form",
    "import": "by an import",
    "person": "added by hand",
    "preferences": "on the page of choices",
}
FREQUENCIES = {"weekly": "weekly at most", "monthly": "monthly at most", "important_only": "only what is important"}
NOBODY = ("Nobody yet", "Whoever subscribes on the page, by a form, or is added by you is listed here.")
NOBODY_FOUND = ("Nobody found", "Nobody on this list fits what you look for.")
ADD = "Add somebody"
ADD_TITLE = "Add to {}"
CHOOSE = "Choose"
REMOVE = "Take off the list"
REMOVED = "Off the list: {}"
SHOW_CONTACT = "Open contact"
ASKED_NOW = "We mailed {} a link to confirm."
ON_NOW = "{} is on the list."
HOW = [("Ask by e-mail, once", "ask"), ("They have agreed already", "agreed")]
HOW_HINTS = {
    "ask": "They get one mail with a link, and are on the list when they confirm. The law lets you ask once.",
    "agreed": "Write down when and how they agreed to these words: “{}”",
}
NEEDS_PERSON = "Please choose somebody first."
NEEDS_SENDER = (
    "No mail can go out yet, not even the one that asks to confirm: choose a sender under Settings, Messages."
)

STATES = {"live": ("In use", "chip-active"), "draft": ("Draft", "chip-neutral")}
KINDS = [
    ("In the page", "inline"),
    ("Window over the page", "popup"),
    ("Corner of the page", "slide_in"),
    ("Bar", "bar"),
]
KIND_LABELS = {value: label for label, value in KINDS}
TRIGGERS = [
    ("At once", "at_once"),
    ("After a while", "delay"),
    ("While reading", "scroll"),
    ("On leaving", "exit"),
]
COLORS = [("Main colour", "primary"), ("Second colour", "secondary"), ("Dark grey", "neutral")]
SIDES = {"bar": [("At the bottom", "bottom"), ("At the top", "top")]}
SIDES["slide_in"] = [("At the right", "right"), ("At the left", "left")]
AFTER = [("Words of thanks", "thanks"), ("Another page", "redirect")]
FIELDS = (
    ("first_name", "First name"),
    ("last_name", "Last name"),
    ("email", "E-mail address"),
    ("phone", "Telephone"),
    ("company", "Company"),
    ("message", "Message"),
)
CHANNELS = [("E-mail", "email"), ("SMS", "sms"), ("WhatsApp", "whatsapp"), ("Telephone", "phone")]
CONSENT_PURPOSES = [("Offers", "marketing"), ("Newsletter", "newsletter"), ("Surveys", "surveys")]
USUAL_CONSENT = "Yes, send me offers by e-mail."
PARTS_NAME = "Parts of the form"
PARTS = (
    ("words", "Words"),
    ("fields", "Fields"),
    ("consents", "Consent"),
    ("showing", "Showing"),
    ("after", "Afterwards"),
)
MOVE_UP, MOVE_DOWN = "Move up", "Move down"
TAKE_OUT = "Take out"
PUBLISHED = "In use: the form takes answers now."
WITHDRAWN = "The form takes no answers any more."
PUBLISH, WITHDRAW = "Put into use", "Take out of use"
NOT_LIVE = "This form is a draft. Put it into use, and its page and script work."
SERIES_NAME = "What the chart shows"
SERIES = (("views", "Seen"), ("begun", "Begun"), ("submits", "Sent"))
SERIES_WORDS = {
    "views": ("time it was seen", "times it was seen", "Nobody saw it in this time"),
    "begun": ("visitor began", "visitors began", "Nobody began in this time"),
    "submits": ("visitor sent it", "visitors sent it", "Nobody sent it in this time"),
}
PER_DAY, PER_WEEK = "{}, by day", "{}, by week"
RATE = "Sent of seen"
FROM_TO = "{} – {}"
VISITORS_FROM = {"": "Typed, or not told", "other": "Others"}
NO_SUBMISSIONS = ("No answers yet", "What visitors send is listed here, with the contact it belongs to.")
NEW_CONTACT = "new contact"
AGREED_TO = "agreed to {}"
LIST_BOX, BOX = "the newsletter", "{} by {}"
BOX_PURPOSES = {"marketing": "offers", "newsletter": "a newsletter", "surveys": "surveys"}
BOX_CHANNELS = {"email": "e-mail", "sms": "SMS", "whatsapp": "WhatsApp", "phone": "telephone"}
PAGE_HELP = "A page of its own, to link to or to put into a frame:"
SCRIPT_HELP = "On your own website, put this where the form belongs (others show themselves wherever it stands):"
SCRIPT = '<script src="{}" async></script>'
PLACE = '<div data-mybizz-form="{slug}" style="display: block; min-height: {height}px"></div>\n'
ARCHIVED_LISTS = "Archived newsletters"
IN_USE_LISTS = "Newsletters in use"
ARCHIVED_FORMS = "Archived forms"
IN_USE_FORMS = "Forms in use"
LIST_ADDRESS = "People subscribe here:"
SITES_HINT = "Empty: on any. As www.example.com"
# What the server says is wrong → the part of a form where it is mended.
PLACES = {"fields": "fields", "consents": "consents", "sites": "showing", "behaviour": "showing", "after": "after"}
PLACES.update(dict.fromkeys(("seconds", "percent", "rest_days"), "showing"))
