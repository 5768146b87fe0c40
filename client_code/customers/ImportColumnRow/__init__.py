"""One column of the file and the field it goes into; item: `index, name, samples, choices, field`."""

from ._anvil_designer import ImportColumnRowTemplate


class ImportColumnRow(ImportColumnRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
