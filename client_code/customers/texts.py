"""What the contact screens say."""

SORTS = (
    ("Last contact", "last_contact_date"),
    ("Name", "name"),
    ("Newest", "date_added"),
    ("Most spent", "total_spent"),
)
ARCHIVED = "Archived"

EMPTY = (
    "No contacts yet",
    "Everybody you deal with belongs here: guests, buyers, enquirers. Import a list or add the first one.",
    "Import contacts",
)
NOTHING = ("Nobody matches", "Try fewer words, or clear a filter.", "Clear filters")
NO_SUCH_CONTACT = ("Nobody here", "No contact has this number. It may have been mistyped.", "Show all contacts")

ARCHIVE_MANY = "{} archived."
RESTORED = "Restored."
NOTE_EMPTY = "Write the note first."
NEXT_STEPS = {
    "lead": "Get in touch and make the first sale.",
    "customer": "Keep in touch.",
    "at_risk": "Quiet for a while: say hello before it is too late.",
    "lost": "Not heard of for over half a year: a good moment for an offer.",
    "archived": "Archived: not in lists and not written to.",
}
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
    "tags": "Separate them by commas",
    "internal_notes": "Only staff see these",
}
STATUS_CHOICES = (("Lead", "lead"), ("Customer", "customer"), ("Inactive", "inactive"))
NEW_TITLE = "New contact"
EDIT_TITLE = "Edit contact"


def people(count, number):
    """`1 contact`, `2,304 contacts`; `number` is the count as text."""
    return number + (" contact" if count == 1 else " contacts")
