"""What the screens of changes to many contacts, of duplicates and of merging say."""

PEOPLE_SELECTED = "{} selected"
ALL_SELECTED = "All {} selected"
SELECT_ALL = "Select all {}"

CHANGE_TITLE = "Change {}"
ADD_TAG = "Add a tag"
REMOVE_TAG = "Remove a tag"
ADD_SEGMENT = "Put into a segment"
REMOVE_SEGMENT = "Take out of a segment"
TAG = "Tag"
SEGMENT = "Segment"
NO_SEGMENTS = "There is no segment whose contacts are chosen by hand yet. Make one under Segments."
WILL_CHANGE = "Changes {}."
WILL_EMPTY = "Empties it for {}."
HAVE_IT = "{} have it like that already."
HAS_IT = "{} has it like that already."
LEFT_OUT = "Left out for want of anything else to know them by: {}."
NOTHING_TO_CHANGE = "All of them have it like that already."
CHANGE_ACTION = "Change {}"
EMPTY_ACTION = "Empty for {}"
CHOOSE = "Choose what to set."
ARCHIVE_TITLE = "Archive contacts"
ARCHIVE_QUESTION = "Archive {}?"
ARCHIVE_ACTION = "Archive {}"
ARCHIVE_CONSEQUENCE = "They leave all lists and are not written to. You can take it back at any time under “Changes”."

DONE = "{}. {} changed."
UNDONE = "Taken back."
UNDONE_KEPT = "Taken back, but for {} that somebody changed since."
NOTHING_CHANGED = "Nothing changed: all of them had it like that already."

CHANGES_EMPTY = (
    "Nothing was changed yet",
    "Changes to several contacts at once and merges stand here, and can be taken back at any time.",
)
CHANGES_CONTEXT = "What was done to several contacts at once, and merges"
CHANGES_OF = "Changes that {} was part of"
ICONS = {"bulk_edit": "mi:edit_note", "merge": "mi:merge"}
STATES = {
    "running": ("Running", "chip-active"),
    "done": ("Done", "chip-neutral"),
    "failed": ("Stopped by a fault", "chip-error"),
    "stopped": ("Stopped", "chip-warning"),
    "undoing": ("Taking back", "chip-active"),
    "undone": ("Taken back", "chip-quiet"),
}
MADE = "{} by {}"
MADE_BY_NOBODY = "{}"
PROGRESS = "{} of {}"
KEPT = "{} kept"
KEPT_TITLE = "Kept as somebody changed them since"
CLOSE = "Close"

REASONS = {"email": "the same mailbox", "phone": "the same telephone number", "name": "nearly the same name"}
LIKELY = ((95, "Almost certain", "chip-active"), (80, "Likely", "chip-warning"), (0, "Possible", "chip-neutral"))
DUPLICATES_NONE = (
    "No duplicates",
    "Every contact was compared with the others by e-mail address, telephone number and name.",
)
GROUPS_FOUND = ("{} group may be one person", "{} groups may each be one person")
COMPARED = "{} compared"
ONLY_FIRST = "These are the surest {}."
COMPARING = "Comparing all contacts …"
DIFFER = "{} and {} are different people."
DIFFER_MANY = "{} and {} others are different people."

KEEP = "Contact to keep"
ABOUT = "{}, added {}"
SAME = "The same in all: {}."
NOTHING = "–"
NEEDS_TWO = ("Whom to merge with?", "Search for the other contact above.")
MERGE_ACTION = "Merge {} contacts"
MERGED = "{} merged into {}."
CONFLICT = "Somebody changed one of these contacts in the meantime. Please look again."
MOVES = {
    "contact_events": ("entry of the history", "entries of the history"),
    "contact_transactions": ("sale or refund", "sales and refunds"),
    "contact_campaigns": ("campaign", "campaigns"),
    "tasks": ("task", "tasks"),
    "bookings": ("booking", "bookings"),
    "sends": ("message", "messages"),
    "consents": ("entry about consent", "entries about consent"),
    "users": ("sign-in", "sign-ins"),
}
OTHER_MOVE = ("other entry", "other entries")
NOTHING_MOVES = "Nothing besides the fields: the others have no history, bookings or tasks."
CHANNELS = {"email": "e-mail", "sms": "SMS", "whatsapp": "WhatsApp", "phone": "telephone", "post": "post"}
CONSENT = {
    "granted": "{} by {}: agreed",
    "withdrawn": "{} by {}: not agreed",
}
STRICTER = "{} (one of them took it back, and that holds)"
MERGE_WITH = "Merge with …"
CHANGES = "Changes"
CHANGE = "Change …"
FIND_DUPLICATES = "Find duplicates"
