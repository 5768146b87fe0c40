"""The columns of the file matched to fields; raises `x-next` with `mapping` and `options`, or `x-back`."""

from anvil import handle

from ...shared import fields
from .. import import_texts as texts
from ..import_view import count
from ._anvil_designer import ImportMatchingTemplate


class ImportMatching(ImportMatchingTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.show_problem("")

    def show(self, inspected):
        """Show what the server found in the file, with the fields it guessed."""
        choices = [(texts.LEAVE_OUT, "")] + [(field["label"], field["value"]) for field in inspected["fields"]]
        items = [as_item(index, column, choices) for index, column in enumerate(inspected["columns"])]
        filled = [item for item in items if item["samples"] or item["field"]]
        self.rp_columns.items = filled
        text = texts.FILE.format(inspected["file_name"], count(inspected["rows_estimate"]))
        self.lbl_file.text = text + (texts.EMPTY_COLUMNS if len(filled) < len(items) else "")
        self.show_problem("")

    def mapping(self):
        """Which field each filled column goes into: {number of the column as text: field or empty}."""
        return {str(item["index"]): item["field"] or "" for item in self.rp_columns.items}

    def options(self):
        """How to import: `update_existing`, `tags`."""
        tags = [tag.strip() for tag in (self.txt_tags.text or "").split(",")]
        return {"update_existing": bool(self.cb_update_existing.checked), "tags": [tag for tag in tags if tag]}

    def show_problem(self, text):
        """Say what is wrong with the matching."""
        fields.tell(self.lbl_problem, text)

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        mapping = self.mapping()
        self.show_problem("" if any(mapping.values()) else texts.NOTHING_MATCHED)
        if any(mapping.values()):
            self.raise_event("x-next", mapping=mapping, options=self.options())

    @handle("btn_back", "click")
    def btn_back_click(self, **event_args):
        self.raise_event("x-back")


def as_item(index, column, choices):
    """The item of an `ImportColumnRow`."""
    return {
        "index": index,
        "name": column["name"],
        "samples": " · ".join(str(sample) for sample in column["samples"] if sample),
        "choices": choices,
        "field": column["field"] or "",
    }
