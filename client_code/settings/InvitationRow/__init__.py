"""An open invitation. Raises `x-again` and `x-take-back` on its panel."""

from anvil import handle

from ._anvil_designer import InvitationRowTemplate


class InvitationRow(InvitationRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_again", "click")
    def btn_again_click(self, **event_args):
        self.parent.raise_event("x-again", invitation=self.item)

    @handle("btn_take_back", "click")
    def btn_take_back_click(self, **event_args):
        self.parent.raise_event("x-take-back", invitation=self.item)
