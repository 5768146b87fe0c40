"""One fact about a person; item: `label, text`."""

from ._anvil_designer import FactRowTemplate


class FactRow(FactRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
