"""What the import screens say."""

MAX_FILE_BYTES = 25 * 1024 * 1024  # the server's own limit
TOO_LARGE = "The file is larger than 25 MB. Please split it into smaller files."
FILE = "{} · about {} rows"
EMPTY_COLUMNS = ". Columns without anything in them are left out."
LEAVE_OUT = "Leave out"
NOTHING_MATCHED = "Match at least one column."

ACTIONS = {"create": "New", "update": "Update", "skip": "Skip"}
ACTION_TONES = {"create": "chip-active", "update": "chip-neutral", "skip": "chip-warning"}

# What became of a row to look at; the reason follows.
OUTCOMES = {"skipped": "Skipped.", "created": "Added.", "updated": "Updated."}

STATES = {
    "draft": "Not started",
    "queued": "Waiting to start",
    "running": "Importing",
    "done": "Done",
    "failed": "Stopped by an error",
    "cancelled": "Cancelled",
    "undoing": "Taking it back",
    "undone": "Taken back",
}
STATE_TONES = {"done": "chip-active", "failed": "chip-error", "running": "chip-warning", "queued": "chip-neutral"}
BUSY = ("queued", "running", "undoing")

CHECKED = "Of the first {} rows {} would be added, {} updated, {} skipped."
PROGRESS = "{} of {} rows"
TIME_LEFT = "{} left. You may leave this page: the import goes on."
RESULT = "{} added, {} updated, {} skipped"
KEPT = "; {} stayed, because somebody has worked with them since"
UNDO_TITLE = "Take back this import?"
UNDO_QUESTION = "Remove the {} contacts that “{}” added, and restore the {} it changed?"
UNDO_CONSEQUENCE = "Contacts that somebody has worked with since stay as they are."
UNDO_ACTION = "Take back"
CANCEL_TITLE = "Stop the import?"
CANCEL_QUESTION = "The rows done so far stay; the rest of “{}” is not imported."
CANCEL_ACTION = "Stop"
