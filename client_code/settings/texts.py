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
HOURS_INCOMPLETE = "{}: please say from when to when you are open."
HOURS_WRONG = "{}: each period ends after it begins, and begins after the one before."
HOURS_CHANGED = "Somebody else changed the opening hours meanwhile. Save again to keep yours."

PROFILE_SAVED = "The business profile is saved."
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
