"""What would become of one row of the file; item: `line, action, tone, name, contact, reason`."""

from ._anvil_designer import ImportPreviewRowTemplate


class ImportPreviewRow(ImportPreviewRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
