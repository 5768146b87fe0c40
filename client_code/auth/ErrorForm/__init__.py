"""A page instead of the one asked for: what went wrong and what to do."""

from ._anvil_designer import ErrorFormTemplate

TITLE = "This did not work"


class ErrorForm(ErrorFormTemplate):
    def __init__(self, text="", title=TITLE, feature="", **properties):
        self.item = {"title": title, "text": text}
        super().__init__(**properties)
