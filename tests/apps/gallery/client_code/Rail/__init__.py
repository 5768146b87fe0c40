"""The layout with a rail."""

from ._anvil_designer import RailTemplate


class Rail(RailTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
