"""A card that leads to one section of the settings; item: `page, title, text, icon`."""

from anvil import handle

from ...shared import pages
from ._anvil_designer import SettingsCardTemplate


class SettingsCard(SettingsCardTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("card_section", "click")
    def card_section_click(self, **event_args):
        pages.open_page(self.item["page"])
