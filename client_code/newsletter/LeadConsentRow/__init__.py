"""A box of consent of a sign-up form. Raises `x-change` and `x-remove` on its panel."""

from anvil import handle

from .. import texts
from ._anvil_designer import LeadConsentRowTemplate


class LeadConsentRow(LeadConsentRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.dd_channel.items, self.dd_purpose.items = texts.CHANNELS, texts.CONSENT_PURPOSES
        self.dd_channel.selected_value, self.dd_purpose.selected_value = self.item["channel"], self.item["purpose"]
        self.txt_text.text = self.item["text"]

    @handle("dd_channel", "change")
    @handle("dd_purpose", "change")
    def kind_change(self, **event_args):
        self.parent.raise_event("x-change")

    @handle("txt_text", "change")
    def txt_text_change(self, **event_args):
        self.item["text"] = self.txt_text.text
        self.parent.raise_event("x-change")

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.parent.raise_event("x-remove", consent=self.item)
