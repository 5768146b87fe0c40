"""What one purge removed; item: `when, removed`."""

from ._anvil_designer import PurgeRowTemplate


class PurgeRow(PurgeRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
