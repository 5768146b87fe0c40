"""What the screens of segments say."""

NEW = "New segment"
EDIT = "Edit segment"
EMPTY = (
    "No segments yet",
    "A segment is a group of contacts: by rules that are kept up to date by themselves, or chosen by hand.",
    "Make a segment",
)
ARCHIVED = "{} archived."
BY_RULES = "By rules"
BY_HAND = "Chosen by hand"
UNSOUND = "Its rules ask for a field that is gone: nobody is in it."
GROUPS = [("All of these hold", "AND"), ("Any of these holds", "OR"), ("None of these holds", "NOT")]
COUNT_NOW = "{} now"
INCOMPLETE = "The condition is not complete."
CHECK = "Some conditions are not complete."
NEEDS_NAME = "Please give the segment a name."
EDIT_ACTION = "Edit"
SHOW_ACTION = "Show contacts"
ARCHIVE_ACTION = "Archive"
FROM = "From"
VALUE = "Value"
DAYS = "Days"
DAY_HINT = "A date such as 2026-01-31, or -90d for 90 days ago"
LIST_HINT = "Separate several by commas"
IS_IN = "{} is in it"
IS_NOT_IN = "{} is not in it"
NOT_BY_HAND = "Nobody put this contact into the segment. The list of contacts can: tick, Change …"
