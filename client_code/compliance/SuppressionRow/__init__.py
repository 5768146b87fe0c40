"""A channel on which nobody writes to a person; item: `text, channel`. Raises `x-lift` on its panel."""

from anvil import handle

from ...shared import app_context
from ._anvil_designer import SuppressionRowTemplate


class SuppressionRow(SuppressionRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.btn_lift.visible = app_context.may("customers.manage")

    @handle("btn_lift", "click")
    def btn_lift_click(self, **event_args):
        self.parent.raise_event("x-lift", channel=self.item["channel"])
