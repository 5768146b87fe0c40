"""The dry run of the first rows; raises `x-next` to import for good, or `x-back`."""

from anvil import handle

from .. import import_texts as texts
from ..import_view import count
from ._anvil_designer import ImportPreviewTemplate


class ImportPreview(ImportPreviewTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    def show(self, preview):
        """Show the server's dry run."""
        rows, counts = preview["rows"], preview["counts"]
        numbers = [counts.get(action, 0) for action in ("create", "update", "skip")]
        self.lbl_counts.text = texts.CHECKED.format(*(count(number) for number in [len(rows)] + numbers))
        self.rp_rows.items = [as_item(row) for row in rows]

    @handle("btn_start", "click")
    def btn_start_click(self, **event_args):
        self.raise_event("x-next")

    @handle("btn_back", "click")
    def btn_back_click(self, **event_args):
        self.raise_event("x-back")


def as_item(row):
    """The item of an `ImportPreviewRow`."""
    contact = row.get("contact") or {}
    return {
        "line": "Line {}".format(row["line"]),
        "action": texts.ACTIONS.get(row["action"], row["action"]),
        "tone": texts.ACTION_TONES.get(row["action"], "chip-neutral"),
        "name": contact.get("full_name") or "",
        "contact": " · ".join(text for text in (contact.get("email"), contact.get("phone")) if text),
        "reason": row.get("reason") or "",
    }
