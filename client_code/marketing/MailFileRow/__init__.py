"""A file that goes with a mail; item: `name`, `size_text`. Raises `x-remove` on its panel."""

from anvil import handle

from ._anvil_designer import MailFileRowTemplate


class MailFileRow(MailFileRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.parent.raise_event("x-remove", file=self.item)
