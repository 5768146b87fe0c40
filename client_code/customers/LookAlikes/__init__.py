"""Who a new contact may be already, found while somebody types; the person may open one, or go on."""

from anvil import handle

from ...shared.server_calls import CallFailed, call
from .. import contact_rules, texts
from ..contact_view import as_row
from ._anvil_designer import LookAlikesTemplate

PAUSE_SECONDS = 0.6


class LookAlikes(LookAlikesTemplate):
    def __init__(self, **properties):
        self._boxes = {}
        self._asked = 0
        self._dismissed = set()
        super().__init__(**properties)
        self.panel.visible = False

    def watch(self, boxes):
        """Look whenever one of the text boxes {field of a contact: box} changes."""
        self._boxes = boxes
        for box in boxes.values():
            box.add_event_handler("change", self.typed)

    def typed(self, **event_args):
        self.timer_pause.interval = 0
        self.timer_pause.interval = PAUSE_SECONDS

    @handle("timer_pause", "tick")
    def look(self, **event_args):
        """Ask the server; an answer that a later question has overtaken is dropped."""
        self.timer_pause.interval = 0
        self._asked += 1
        asked = self._asked
        known = contact_rules.identity({name: box.text for name, box in self._boxes.items()})
        try:
            found = call("find_duplicates_of", known)["contacts"] if known else []
        except CallFailed:  # a help to have; saving tells what matters
            return
        if asked == self._asked:
            self.show([contact for contact in found if contact["contact_id"] not in self._dismissed])

    def show(self, contacts):
        """Show these contacts, nothing when there are none."""
        self.rp_contacts.items = [as_row(contact) for contact in contacts]
        self.lbl_title.text = texts.LOOKS_LIKE[len(contacts) > 1]
        self.panel.visible = bool(contacts)

    @handle("btn_dismiss", "click")
    def btn_dismiss_click(self, **event_args):
        self._dismissed.update(item["contact_id"] for item in self.rp_contacts.items)
        self.show([])
