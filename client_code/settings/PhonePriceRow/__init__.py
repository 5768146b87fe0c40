"""What one part of an SMS to a country costs; raises `x-remove` on its panel. Item: `country, price`."""

from anvil import handle

from ...shared import app_context, choices
from .. import phone_texts as texts
from ._anvil_designer import PhonePriceRowTemplate


class PhonePriceRow(PhonePriceRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.txt_price.label = texts.PRICE.format(app_context.config().get("system_currency") or "")

    @handle("", "show")
    def form_show(self, **event_args):
        choices.suggest(self.txt_country, self.item["countries"])

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.parent.raise_event("x-remove", row=self.item)
