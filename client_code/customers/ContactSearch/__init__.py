"""A search box that lists the first few contacts found, each with one `action`. Raises `x-choose` with `contact_id`."""

from anvil import handle

from ...shared.server_calls import call
from ..contact_view import as_row
from ._anvil_designer import ContactSearchTemplate

ASKED, SHOWN = 20, 5
PAUSE_SECONDS = 0.2


class ContactSearch(ContactSearchTemplate):
    def __init__(self, **properties):
        self.left_out = []
        self._asked, self._action = 0, ""
        super().__init__(**properties)

    @property
    def action(self):
        """What the button beside each contact says."""
        return self._action

    @action.setter
    def action(self, text):
        self._action = text

    @property
    def label(self):
        """The label of the box."""
        return self.txt_search.label

    @label.setter
    def label(self, text):
        self.txt_search.label = text

    def focus(self):
        """Put the cursor into the box."""
        self.txt_search.focus()

    def clear(self):
        """Empty the box and the list below it."""
        self.txt_search.text, self.rp_found.items = "", []

    @handle("txt_search", "change")
    def txt_search_change(self, **event_args):
        self.timer_typing.interval = 0
        self.timer_typing.interval = PAUSE_SECONDS

    @handle("timer_typing", "tick")
    @handle("txt_search", "pressed_enter")
    def search(self, **event_args):
        """Ask the server; an answer that a later question has overtaken is dropped."""
        self.timer_typing.interval = 0
        self._asked += 1
        asked, words = self._asked, (self.txt_search.text or "").strip()
        found = call("get_all_contacts", {"search": words}, "name", True, None, ASKED)["contacts"] if words else []
        if asked == self._asked:
            others = [contact for contact in found if contact["contact_id"] not in self.left_out]
            self.rp_found.items = [dict(as_row(contact), action=self.action) for contact in others[:SHOWN]]

    @handle("rp_found", "x-choose")
    def choose(self, contact_id, full_name, **event_args):
        self.raise_event("x-choose", contact_id=contact_id, full_name=full_name)
