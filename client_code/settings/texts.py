"""What the settings screens say."""

NOTHING_TO_SET = "Settings are for those who run the business"
READ_ONLY = "You can look at these settings, not change them. The owner of the business can change that."
CHANGED_MEANWHILE = "Somebody else changed this to “{}” meanwhile. Save again to keep yours."
NOTHING = "nothing"

DAYS = (
    ("monday", "Monday"),
    ("tuesday", "Tuesday"),
    ("wednesday", "Wednesday"),
    ("thursday", "Thursday"),
    ("friday", "Friday"),
    ("saturday", "Saturday"),
    ("sunday", "Sunday"),
)
CLOSED, NO_MESSAGES = "Closed", "No messages"
HOURS_INCOMPLETE = "{}: please say from when until when."
HOURS_WRONG = "{}: each period ends after it begins, and begins after the one before."
HOURS_CHANGED = "Somebody else changed the opening hours meanwhile. Save again to keep yours."

PROFILE_SAVED = "The business profile is saved."
TRACKING = [("Count them", "on"), ("Count those who agreed", "consent"), ("Do not count", "off")]
MESSAGES_SAVED = "Saved. It holds for messages that wait, too."
WARM_UP = (
    "50 campaign e-mails on the first day, then twice as many each day, for nine days: mail services distrust a domain "
    "that suddenly sends much."
)
WARMS_UP = "Today at most {} campaign e-mails, twice as many each day. What is beyond that goes the next day."
PROFILE_HINTS = {
    "time_zone": "Times are shown, and nightly work is done, by this clock. What is stored does not move.",
    "system_currency": "Prices and sales are in it. It stays once there are sales.",
    "locale": "The language and country whose way of writing numbers, money and dates is used.",
    "default_country": "Telephone numbers without a country code are taken to be from here.",
}
CURRENCY_LOCKED = "There are sales in this currency, so it stays: their amounts would mean something else."

NO_LOCATIONS = ("No locations yet", "Add each place where you work, such as a shop, a studio or a guest house.")
NO_ARCHIVED_LOCATIONS = ("Nothing archived", "Places that you archive are kept here, with what happened at them.")
ADD_LOCATION = "Add a location"
NEW_LOCATION = "New location"
EDIT_LOCATION = "Edit location"
LOCATION_ARCHIVED = "Archived: {}"
EDIT = "Edit"
ARCHIVE = "Archive"
RESTORE = "Restore"

FEATURES_CONTEXT = "What is off is hidden, and nobody can reach it. Nothing that belongs to it is lost."
FEATURES = (
    ("bookings_enabled", "Bookings", "Appointments and stays, with a calendar.", "mi:calendar_month"),
    ("hospitality_enabled", "Hospitality", "Rooms, and tables of a restaurant.", "mi:bed"),
    ("services_enabled", "Services", "What you do by the hour, and who does it.", "mi:handyman"),
    ("memberships_enabled", "Memberships", "Plans that members pay for again and again.", "mi:card_membership"),
    ("ecommerce_enabled", "Shop", "Products, stock and orders.", "mi:shopping_bag"),
    ("marketing_enabled", "Marketing", "Groups of contacts, what to do for them, and mail to them.", "mi:campaign"),
    ("blog_enabled", "Blog", "Posts on your website.", "mi:article"),
    ("reviews_enabled", "Reviews", "What customers say of you.", "mi:star"),
)
FEATURE_SCREENS = "In the drawer: {}."
FEATURE_WITHOUT_SCREENS = "Its screens come with a later version; the choice is kept until then."
FEATURE_ON = "{} is on."
FEATURE_OFF = "{} is off."

THEME_CONTEXT = "One colour makes every page, light and dark. Texts can be read whatever it is."
NO_PREVIEW = "This server draws its pages in the colours of the theme. The colour is kept for one that can use it."
NO_COLOR = "A colour is written #2F6B4F: six digits, 0 to 9 and A to F."
THEME_SAVED = "The look is saved."
LIGHT = "Light"
DARK = "Dark"
CONTRASTS = {
    "on-surface": "Text",
    "on-surface-variant": "Quiet text",
    "on-primary": "Main button",
    "on-primary-container": "Marked states",
    "on-error-container": "Errors",
}

INTEGRATIONS = {
    "encryption": ("Encryption", "Keys and tokens that Mybizz keeps are stored encrypted.", "mi:lock"),
    "email": ("E-mail", "Invitations, forgotten passwords and reminders.", "mi:mail"),
    "stripe": ("Stripe", "Card payments. Its test comes with payments.", "mi:credit_card"),
    "paystack": ("Paystack", "Card payments in Africa. Its test comes with payments.", "mi:credit_card"),
    "zoho": ("Zoho Mail", "Mail from your own mailbox.", "mi:mail"),
    "brevo": ("Brevo", "Mail to many, and what became of it.", "mi:campaign"),
    "ses": ("Amazon SES", "Mail to very many, and what became of it.", "mi:cloud"),
    "twilio": ("Twilio", "WhatsApp and SMS.", "mi:sms"),
    "bobgo": ("Bob Go", "Couriers in South Africa. Its test comes with the shop.", "mi:local_shipping"),
    "easyship": ("Easyship", "Couriers of the world. Its test comes with the shop.", "mi:local_shipping"),
    "maps": ("Google Maps", "Maps on your website, which come with it.", "mi:map"),
}
KEYS_SET = "Key is set"
KEYS_PARTLY = "Partly set"
KEYS_NOT_SET = "Not set"
KEYS_MISSING = "Missing: {}"
TESTS = {
    "try_encryption": "Try it",
    "send_test_email": "Send me a test",
    "send_test_through": "Send me a test",
    "try_twilio": "Try the keys",
}
TAKES_ITS_NAME = ("send_test_through",)
KEYS_WORK = "The keys are accepted."
TESTING = "Trying …"
MAIL_SENT = "A mail is on its way to {}."
HOW_KEYS_ARE_SET = (
    "Whoever looks after the server writes them into its environment, or into its file of secrets, and starts it again:"
)
KEY_COMMAND = "ANVIL_SECRET_brevo_api_key=…"
ENCRYPTION_WORKS = "It works. Nothing is stored encrypted yet."
ENCRYPTED_VALUES = "It works. {}."
OLD_VALUES = "{} still under an old key."
RENEWAL = {
    "running": "Encrypting anew … {} done.",
    "done": "Done: {} encrypted anew, {} that no known key can read.",
    "failed": "It stopped after {}. Please try again.",
}
ENTER_KEY_TITLE = "The key of Google Maps"
NEEDS_KEY = "Please enter the key."
REMOVE_KEY_TITLE = "Remove the key?"
REMOVE_KEY = "The key of Google Maps is forgotten. To use maps again, enter it again."
REMOVE = "Remove"


def values(count):
    """`1 value is stored encrypted`, `2 values are …`."""
    return "1 value is stored encrypted" if count == 1 else "{} values are stored encrypted".format(count)


NO_TOKENS = (
    "No tokens yet",
    "Make one for each program that reads your contacts: a till, a spreadsheet, a newsletter.",
)
NEW_TOKEN = "New token"
TOKEN_ENDS = "Ends in {}"
TOKEN_DAYS = (("30 days", 30), ("90 days", 90), ("A year", 365), ("Two years", 730))
SCOPES = {
    "customers.view": "Read contacts",
    "customers.manage": "Tell what happened with contacts",
    "campaigns.view": "Read campaigns",
    "campaigns.manage": "Write campaigns",
    "campaigns.send": "Send campaigns",
}
LAST_USED = "Used {}"
NEVER_USED = "Never used"
EXPIRES = "Until {}"
EXPIRED = "Ran out on {}"
REVOKE = "Revoke"
REVOKE_TITLE = "Revoke “{}”?"
REVOKE_QUESTION = "Programs that use this token are refused from now on."
REVOKE_CONSEQUENCE = "This cannot be taken back. You can make a new token for them."
NEW_TOKEN_TITLE = "Your new token"
SHOWN_ONCE = "Copy it now: it is shown this once. Mybizz keeps only a fingerprint of it."
HAVE_IT = "I have it"
HOW_TO_USE = "A program sends it along with each request:"
TOKEN_EXAMPLE = 'curl -H "Authorization: Bearer TOKEN" {}/_/api/v1/contacts'

AUDIT_CONTEXT = ", the newest first. Nobody can change or remove them; they go after two years."
PERIODS = (("Last 24 hours", "today"), ("Last 7 days", "week"), ("Last 30 days", "month"), ("Last year", "year"))
NOTHING_LOGGED = (
    "Nothing found",
    "No line of the log has all of these. Each change that somebody makes is written here.",
)
CLEAR_FILTERS = "Clear all"
CHANGED_FIELDS = "Fields: {}"
RECORD_PAGES = {
    "contacts": ("contact", "contact_id"),
    "contact_imports": ("contacts-import", "import_number"),
    "segments": ("segment-edit", "segment_id"),
}

RETENTION_CONTEXT = "What is older goes each night at 03:30. Contacts are kept until you erase them."
GOES_TONIGHT = "{} to go"
NEXT_GOES = "Nothing before {}"
NOTHING_THERE = "Nothing kept"
OLDER_THAN = "Goes when it is from before {}"
NO_RUNS = "Nothing yet."
NOTHING_REMOVED = "Nothing was old enough"
PURGE = "Remove now"
PURGE_TITLE = "Remove what is too old?"
PURGE_QUESTION = "{} will be removed for good."
PURGE_CONSEQUENCE = "It would happen by itself in the coming night. It cannot be taken back."
PURGING = "Removing … {} so far."
PURGED = "Done: {} removed."
PURGE_STOPPED = "It stopped after {}. The coming night's purge goes on with it."


def entries(count, shown):
    """`1 entry`, `2,304 entries`; `shown` is the count as people write it."""
    return "1 entry" if count == 1 else shown + " entries"
