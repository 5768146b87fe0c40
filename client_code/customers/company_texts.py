"""What the screens of companies say."""

EMPTY = (
    "No companies yet",
    "Companies come with their people: give a contact a company, or add one here.",
    "Add a company",
)
NOTHING = ("No company matches", "Try fewer words.", "Show all companies")
NONE_ARCHIVED = ("Nothing is archived", "Companies that you archive are kept here.", "")
GONE = ("No such company", "It may have been given another name.", "Show all companies")
COUNT = ("company", "companies")
PEOPLE = ("person", "people")
NEW_TITLE = "New company"
EDIT_TITLE = "Edit company"
NEEDS_NAME = "A company needs a name."
SHOW_PEOPLE = "Show its people"
ARCHIVE = "Archive"
RESTORE = "Restore"
ARCHIVED = "“{}” archived. Its people stay."
SHOW_ARCHIVED = "Show archived"
SHOW_ACTIVE = "Show all"
NO_ACTIVITY = "Nothing has happened with its people yet."
NO_PEOPLE = "Nobody belongs to it yet. Name it in a contact's field “Company”."
ALL_PEOPLE = "Show all {}"
FACTS = (
    ("domain", "Domain"),
    ("address", "Address"),
    ("notes", "Notes"),
)
