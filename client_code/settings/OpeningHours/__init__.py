"""From when until when, weekday by weekday: when the business is open, or when people may be written to."""

from .. import opening_hours, texts
from ._anvil_designer import OpeningHoursTemplate


class OpeningHours(OpeningHoursTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    def show(self, hours, none=texts.CLOSED):
        """Show what the server keeps; `none` is said of a day without hours."""
        self.rp_days.items = opening_hours.as_items(hours, none)

    def hours(self):
        """The hours as the server keeps them."""
        return opening_hours.as_hours(self.rp_days.items)

    def problem(self):
        """What is wrong with them; empty when nothing is."""
        return opening_hours.problem(self.rp_days.items)
