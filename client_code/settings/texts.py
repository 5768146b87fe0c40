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
