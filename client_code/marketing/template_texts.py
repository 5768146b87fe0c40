"""What the screens of templates say."""

VIEWS_NAME = "Templates by category"
CATEGORIES = (
    ("newsletter", "Newsletter"),
    ("offer", "Offers"),
    ("event", "Events"),
    ("booking", "Bookings"),
    ("thanks", "Thanks"),
    ("return", "Come back"),
)
ALL, ARCHIVE = ("", "All"), ("archived", "Archived")
CATEGORY_NAMES = dict(CATEGORIES)
TYPES = [("Campaigns", "campaign"), ("Confirmations and receipts", "transactional"), ("Sequences", "automated")]
ABOUT = {"campaign": "{}", "transactional": "{} · confirmation", "automated": "{} · sequence"}
NEW, EDIT_TITLE = "New template", "Template"
USE, OPEN, EDIT, DUPLICATE, ARCHIVE_ACTION, RESTORE = "Use", "Edit", "Edit", "Duplicate", "Archive", "Restore"
ARCHIVED = "Archived “{}”"
NOTHING = ("No such template", "No template has these words.", "")
NOTHING_ARCHIVED = ("Nothing here", "No template was archived.", "")
EMPTY = ("No templates here", "Write one, or save a campaign's mail as a template.", NEW)
NEEDS_NAME = "Please give the template a name."
SAVED = "Saved"
