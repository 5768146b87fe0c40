"""A small form, as the content of a dialog."""

from ._anvil_designer import AskNameTemplate


class AskName(AskNameTemplate):
    def __init__(self, **properties):
        self.item = {"name": ""}
        super().__init__(**properties)
        self.dd_kind.items = ["Person", "Company"]
