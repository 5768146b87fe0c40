"""A booking of the customer; item: `when, when_exact, about, state, tone`."""

from ._anvil_designer import OwnBookingRowTemplate


class OwnBookingRow(OwnBookingRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
