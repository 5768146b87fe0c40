"""From when to when a day is open; raises `x-remove` on its panel. Item: `opens, closes`."""

from anvil import handle

from ...shared import fields
from ._anvil_designer import OpeningPeriodTemplate


class OpeningPeriod(OpeningPeriodTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        for box in (self.txt_opens, self.txt_closes):
            fields.pick_time(box)

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.parent.raise_event("x-remove", period=self.item)
