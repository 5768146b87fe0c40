"""One line of what a merge brings; item: `text`."""

from ._anvil_designer import MoveRowTemplate


class MoveRow(MoveRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
