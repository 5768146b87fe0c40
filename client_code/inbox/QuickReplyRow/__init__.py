"""A quick reply in the dialog. Raises `x-edit` and `x-remove` with `reply` on its panel."""

from anvil import handle

from ._anvil_designer import QuickReplyRowTemplate


class QuickReplyRow(QuickReplyRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_edit", "click")
    def btn_edit_click(self, **event_args):
        self.parent.raise_event("x-edit", reply=self.item)

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.parent.raise_event("x-remove", reply=self.item)
