"""The bookings of one contact: the newest few, and all of them when asked."""

from anvil import handle

from ...shared.server_calls import call
from .. import booking_view, texts
from ._anvil_designer import ContactBookingsTemplate


class ContactBookings(ContactBookingsTemplate):
    def __init__(self, **properties):
        self.contact_id = ""
        self._shown, self._page = [], None
        super().__init__(**properties)

    def show(self, contact_id, answer):
        """Show what the contact's page got of them; None where this person or business has none to see."""
        self.visible = answer is not None
        self.contact_id, self._page = contact_id, None
        self._fill((answer or {}).get("bookings") or [], bool(answer and answer["more"]), texts.ALL_BOOKINGS)

    def _fill(self, bookings, more, action):
        self._shown = bookings
        self.rp_bookings.items = [booking_view.as_row(booking) for booking in bookings]
        self.lbl_empty.visible = not bookings
        self.btn_all.text, self.btn_all.visible = action, more

    @handle("btn_all", "click")
    def btn_all_click(self, **event_args):
        page = 0 if self._page is None else self._page + 1
        answer = call("get_contact_bookings", self.contact_id, page)
        before = self._shown if page else []
        self._page = page
        self._fill(before + answer["bookings"], answer["more"], texts.OLDER_BOOKINGS)
