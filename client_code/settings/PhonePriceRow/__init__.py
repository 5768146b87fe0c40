"""What messages to a country cost; raises `x-remove` on its panel. Item: `country, sms_prices, whatsapp_prices`."""

from anvil import handle

from ...shared import choices
from ._anvil_designer import PhonePriceRowTemplate


class PhonePriceRow(PhonePriceRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("", "show")
    def form_show(self, **event_args):
        choices.suggest(self.txt_country, self.item["countries"])

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.parent.raise_event("x-remove", row=self.item)
