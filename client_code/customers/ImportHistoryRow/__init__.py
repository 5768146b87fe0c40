"""A past import; raises `x-open` on its panel. Item: `import_number, file_name, state, tone, result, when, exact`."""

from anvil import handle

from ._anvil_designer import ImportHistoryRowTemplate


class ImportHistoryRow(ImportHistoryRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_file", "click")
    def lnk_file_click(self, **event_args):
        self.parent.raise_event("x-open", import_number=self.item["import_number"])
