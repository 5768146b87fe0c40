"""What a campaign of messages is called, what it is about, and the offer it makes. Raises `x-change`."""

from anvil import handle

from ...shared import app_context
from .. import messaging_texts as texts
from ._anvil_designer import MessagingBasicsTemplate


class MessagingBasics(MessagingBasicsTemplate):
    def __init__(self, **properties):
        self.item = {}
        super().__init__(**properties)
        self.dd_type.items = texts.TYPES
        self.txt_budget.label += " ({})".format(app_context.config().get("system_currency"))

    def show(self, form):
        """Edit the campaign of the wizard, in place."""
        self.item, self.offers = form.item, form.choices["offers"]
        self.txt_name.text = self.item["campaign_name"]
        self.dd_type.selected_value = self.item["campaign_type"]
        self.txt_budget.text = self.item["budget"]["amount"]
        self.show_offers()
        self.txt_name.focus()

    def show_offers(self):
        """Offer the offers of the chosen kind."""
        kind = self.item["campaign_type"]
        fitting = [offer for offer in self.offers if offer["kind"] == kind]
        self.dd_offer.items = [(offer["name"], offer["offer_id"]) for offer in fitting] or [texts.NO_OFFER]
        known = [offer["offer_id"] for offer in fitting]
        if self.item["offer_id"] not in known:
            self.item["offer_id"] = known[0] if len(known) == 1 else None
        self.dd_offer.selected_value = self.item["offer_id"] or (None if fitting else "")
        self.dd_offer.visible = self.lbl_offer.visible = kind != texts.PLAIN
        self.lbl_offer.text = texts.OFFER_HINT if fitting else texts.NO_OFFERS

    @handle("txt_name", "change")
    @handle("txt_budget", "change")
    def text_change(self, **event_args):
        self.item["campaign_name"] = self.txt_name.text or ""
        self.item["budget"]["amount"] = self.txt_budget.text or None
        self.raise_event("x-change")

    @handle("dd_type", "change")
    def dd_type_change(self, **event_args):
        self.item["campaign_type"] = self.dd_type.selected_value or texts.PLAIN
        self.show_offers()
        self.raise_event("x-change")

    @handle("dd_offer", "change")
    def dd_offer_change(self, **event_args):
        self.item["offer_id"] = self.dd_offer.selected_value or None
        self.raise_event("x-change")
