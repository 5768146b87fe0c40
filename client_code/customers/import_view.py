"""An import of the server as the import screens show it."""

from ..shared import app_context, clock, formats
from . import import_texts as texts


def count(value):
    """A number of rows in the locale of the business."""
    return formats.number(value, app_context.config().get("locale"))


def is_busy(contact_import):
    """True while the server is working on it."""
    return contact_import["status"] in texts.BUSY


def percent(contact_import):
    """How much is done, from 0 to 100."""
    total = contact_import.get("rows_total") or 0
    return min(100, 100 * (contact_import.get("rows_done") or 0) // total) if total else 0


def result(contact_import):
    """`9,412 added, 300 updated, 12 skipped`; after taking it back, how many stayed."""
    names = ("created_count", "updated_count", "skipped_count")
    text = texts.RESULT.format(*(count(contact_import.get(name)) for name in names))
    kept = contact_import.get("kept_count")
    return text + texts.KEPT.format(count(kept)) if kept else text


def as_skip(row):
    """The item of an `ImportSkipRow`."""
    outcome = texts.OUTCOMES.get(row["outcome"], "")
    return {"line": row["line"], "reason": "{} {}".format(outcome, row["reason"]).strip()}


def as_row(contact_import):
    """The item of an `ImportHistoryRow`."""
    status = contact_import["status"]
    return {
        "import_number": contact_import["import_number"],
        "file_name": contact_import.get("file_name") or "",
        "state": texts.STATES.get(status, status),
        "tone": texts.STATE_TONES.get(status, "chip-quiet"),
        "result": result(contact_import),
        "when": clock.ago(contact_import.get("created_at")),
        "exact": clock.exact(contact_import.get("created_at")),
    }
