"""What the screens of contact fields say."""

EMPTY = (
    "No fields of your own yet",
    "Keep what matters to your business beside names and addresses: a birthday, a shoe size, how they found you.",
    "Add the first field",
)
NEW = "New field"
EDIT = "Edit field"
NEEDS_LABEL = "Please give the field a name."
OPTIONS_HINT = "One entry a line, in the order people choose from"
HELP_HINT = "Shown below the field while somebody fills it in"
REQUIRED = "needed"
IN_LIST = "column of the list"
ENTRIES = ("{} entry", "{} entries")
SLOTS = "{used} of {total} {label}"
IN_USE = "In use: {}"
EDIT_ACTION = "Edit"
ARCHIVE = "Archive"
PURGE = "Remove for good"
ARCHIVED = "“{}” archived. What contacts have in it is kept."
PURGED = "“{}” is being removed, with what contacts have in it."
PURGE_TITLE = "Remove this field for good?"
PURGE_QUESTION = "Remove “{}” and everything that contacts have in it?"
PURGE_CONSEQUENCE = "This cannot be undone. Its place becomes free for a new field."
