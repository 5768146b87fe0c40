"""A row to look at: what became of it, and why; item: `line, reason`."""

from ._anvil_designer import ImportSkipRowTemplate


class ImportSkipRow(ImportSkipRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
