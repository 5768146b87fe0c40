"""What somebody else saved meanwhile, beside what is being edited; item: `changes`."""

from ._anvil_designer import ConflictPanelTemplate


class ConflictPanel(ConflictPanelTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
