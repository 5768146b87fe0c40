"""The sequences one contact is in, and putting them into another; raises `x-changed` with `text` and `undo`."""

import anvil
from anvil import handle

from ...shared import app_context, clock
from ...shared.menus import menu_item
from ...shared.server_calls import CallFailed, call
from .. import sequence_texts as texts
from .. import sequence_view
from ._anvil_designer import ContactSequencesTemplate

RUNNING = ("active", "paused")


class ContactSequences(ContactSequencesTemplate):
    def __init__(self, **properties):
        self.contact, self.inside = {}, []
        super().__init__(**properties)
        self.visible = False

    def show(self, contact, is_open):
        """Show a contact's sequences where the business works with them; an open contact can be put into more."""
        self.contact = contact
        self.visible = app_context.may("campaigns.view") and app_context.feature("marketing_enabled")
        self.inside = call("get_contact_campaigns", contact["contact_id"])["campaigns"] if self.visible else []
        may_send = is_open and app_context.may("campaigns.send") and not contact["archived"]
        self.menu_add.visible = may_send
        self.rp_sequences.items = [sequence_view.contact_item(each, clock, may_send) for each in self.inside]
        self.lbl_empty.visible = not self.inside
        self.visible = self.visible and bool(self.inside or may_send)

    @handle("menu_add", "click")
    def menu_add_click(self, **event_args):
        """Offer the sequences that run and that the contact is not in."""
        known = {each["campaign_id"] for each in self.inside}
        sequences = [
            each
            for each in call("list_sequences")["sequences"]
            if each["status"] in RUNNING and each["campaign_id"] not in known
        ]
        items = [menu_item(each["campaign_name"], "mi:account_tree", self.adder(each)) for each in sequences]
        self.menu_add.menu_items = items or [menu_item(texts.NONE_RUNNING, "mi:info", lambda **event_args: None)]

    def adder(self, sequence):
        def add(**event_args):
            self.do("enroll_contact_in_campaign", sequence, texts.PUT_INTO, "unenroll_contact")

        return add

    @handle("rp_sequences", "x-remove")
    def remove(self, sequence, **event_args):
        self.do("unenroll_contact", sequence, texts.TAKEN_FROM, "put_back_into_sequence")

    def do(self, name, sequence, text, back):
        contact_id, campaign_id = self.contact["contact_id"], sequence["campaign_id"]
        try:
            call(name, contact_id, campaign_id)
        except CallFailed as problem:
            anvil.Notification(problem.text, style="danger", timeout=8).show()
            return
        words = text.format(sequence["campaign_name"])
        self.raise_event("x-changed", text=words, undo=lambda: call(back, contact_id, campaign_id))
