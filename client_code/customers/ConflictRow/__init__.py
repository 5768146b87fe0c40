"""One field that two people changed; item: `label, before, after`."""

from ._anvil_designer import ConflictRowTemplate


class ConflictRow(ConflictRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
