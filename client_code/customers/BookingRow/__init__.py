"""One booking of a contact; item: what `booking_view.as_row` makes."""

from ._anvil_designer import BookingRowTemplate


class BookingRow(BookingRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
