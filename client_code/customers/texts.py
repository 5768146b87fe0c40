"""What the contact screens say."""

SORTS = (
    ("Last contact", "last_contact_date"),
    ("Name", "name"),
    ("Newest", "date_added"),
    ("Most spent", "total_spent"),
)
SHOW_ALL = "Show all contacts"
ARCHIVED = "Archived"
ARCHIVE = "Archive"
CONSENT = "Consent"
GIVE_OUT = "Download everything kept"
ERASE = "Erase this person"
RESTORE = "Restore"

EMPTY = (
    "No contacts yet",
    "Everybody you deal with belongs here: guests, buyers, enquirers. Import a list or add the first one.",
    "Import contacts",
)
NOTHING = ("Nobody matches", "Try fewer words, or clear a filter.", "Clear filters")
NO_SUCH_CONTACT = ("Nobody here", "No contact has this number. It may have been mistyped.", SHOW_ALL)

ARCHIVE_MANY = "{} archived."
RESTORED = "Restored."
NOTE_EMPTY = "Write the note first."
# State → what to do next, in a sentence and on its button; the action is a name of `contact_actions.NEXT`.
NEXT_STEPS = {
    "erased": ("Erased: only what the law says must be kept is left.", "", ""),
    "archived": ("Archived: not in lists and not written to.", "Restore", "restore"),
    "nameless": ("There is no name yet.", "Add details", "edit"),
    "lost": ("Not heard of for over half a year: a good moment for an offer.", "Plan a call", "task"),
    "at_risk": ("Quiet for a while: say hello before it is too late.", "Plan a call", "task"),
    "lead": ("Get in touch and make the first sale.", "Plan a call", "task"),
    "customer": ("All is well: keep in touch.", "Add a note", "note"),
}
TASK_LATE = "Late: {}"
TASK_NEXT = "Next: {}"
DO_IT = "Mark as done"
COMING = "Comes {}: {}."
CALL_TITLE = "Ring {}"
ERASED = "This person was erased"
ERASED_PERSON = "Erased person"
ERASED_BY = "Erased {when} by {who}. {reason}"
ERASED_OUTSIDE = (
    "1 message with its files was deleted at Twilio too.",
    "{} messages with their files were deleted at Twilio too.",
)
WAITS_OUTSIDE = (
    "1 message at Twilio is still to be deleted there; it is tried until it is done.",
    "{} messages at Twilio are still to be deleted there; it is tried until it is done.",
)
SOMEBODY = "somebody who has left"
TIMELINE_NAME = "Kinds of events"
TIMELINE_KINDS = (
    ("", "All"),
    ("notes", "Notes"),
    ("sales", "Sales"),
    ("mail", "E-mail"),
    ("tasks", "Tasks"),
    ("record", "Record"),
)
NOTHING_OF_KIND = "Nothing of this kind yet."
EDIT_NOTE = "Edit note"
NOTE_DELETED = "Note deleted."
NIGHTS = "{}, {}"
ALL_BOOKINGS = "Show all"
OLDER_BOOKINGS = "Show older"
CONFIRMATION_SENT = "The confirmation goes to {}."
CONFIRM_AGAIN_TITLE = "Send it again?"
CONFIRM_AGAIN = "The confirmation of {} was sent on {}. The booking has not changed since."
SEND_AGAIN = "Send again"
WHY = "Why in “{}”"
HOLDS = {True: "✓ ", False: "✗ ", None: "? "}
BY_HAND = "Somebody put this contact into the segment by hand."
CLOSE = "Close"
NO_TIMELINE = "Nothing has happened yet. Notes, mails, bookings and orders will show here."
NEVER = "never"

CONFLICT_TITLE = "Somebody else changed this contact"
KEEP_MINE = "Save mine over it"
TAKE_THEIRS = "Show theirs"
BACK = "Back to editing"

FIELD_LABELS = {
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "phone": "Phone",
    "company": "Company",
    "address": "Address",
    "status": "Status",
    "lifecycle_stage": "Lifecycle",
    "source": "Source",
    "tags": "Tags",
    "internal_notes": "Internal notes",
}

FIELD_HINTS = {
    "phone": "With the area code, or + and the country's code",
    "tags": "Enter or a comma ends a tag",
    "internal_notes": "Only staff see these",
}
STATUS_CHOICES = (("Lead", "lead"), ("Customer", "customer"), ("Inactive", "inactive"))
TAG_CHIP = "Tag: {}"
ANY_TAG = "any of these tags"
EVERY_TAG = "all of these tags"
SWAP = "All of the tags, or any of them"
CLEAR_FILTER = "Clear this filter"
GONE_CONDITION = "A field that is gone"
ADD_FILTER = "Filter by any field"
COLUMNS = "Columns"
COLUMNS_APPLY = "Show these"
COLUMNS_USUAL = "The usual ones"
CANCEL = "Cancel"
NEW_COMPANY = "A new company"
LOOKS_LIKE = ("Looks like somebody you have already:", "Looks like some people you have already:")
NEW_TITLE = "New contact"
REDEEM = "Redeem an offer"
INVITE = "Invite to the customers' pages"
INVITED = "An invitation is on its way to {}."
EDIT_TITLE = "Edit contact"


def people(count, number):
    """`1 contact`, `2,304 contacts`; `number` is the count as text."""
    return number + (" contact" if count == 1 else " contacts")
