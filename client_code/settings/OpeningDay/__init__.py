"""One weekday: closed, or open from when to when; a day that opens begins with another's hours. Item: of `as_items`."""

from anvil import handle

from .. import opening_hours
from ._anvil_designer import OpeningDayTemplate

MAX_PERIODS = 4


class OpeningDay(OpeningDayTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.show_periods()

    def show_periods(self):
        """Show the periods of an open day, or that it is closed."""
        is_open = self.item["is_open"]
        self.periods.visible, self.lbl_closed.visible = is_open, not is_open
        self.rp_periods.items = self.item["periods"]
        self.btn_add.visible = len(self.item["periods"]) < MAX_PERIODS

    @handle("sw_open", "change")
    def sw_open_change(self, **event_args):
        if self.item["is_open"] and not self.item["periods"]:
            self.item["periods"] = opening_hours.usual_periods(self.parent.items)
        self.show_periods()

    @handle("btn_add", "click")
    def btn_add_click(self, **event_args):
        self.item["periods"].append(opening_hours.next_period(self.item["periods"]))
        self.show_periods()

    @handle("rp_periods", "x-remove")
    def remove(self, period, **event_args):
        self.item["periods"] = [each for each in self.item["periods"] if each is not period]
        self.item["is_open"] = self.sw_open.selected = bool(self.item["periods"])
        self.show_periods()
