"""When the business is open, weekday by weekday."""

from .. import opening_hours
from ._anvil_designer import OpeningHoursTemplate


class OpeningHours(OpeningHoursTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    def show(self, hours):
        """Show what the server keeps."""
        self.rp_days.items = opening_hours.as_items(hours)

    def hours(self):
        """The hours as the server keeps them."""
        return opening_hours.as_hours(self.rp_days.items)

    def problem(self):
        """What is wrong with them; empty when nothing is."""
        return opening_hours.problem(self.rp_days.items)
