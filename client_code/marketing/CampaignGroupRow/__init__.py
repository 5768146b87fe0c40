"""A version, channel or segment and how it did; item: `name, sent, opened, clicked, sold`,
and `params` of the contacts, or of another `page`, behind it.
"""

from anvil import handle

from ...shared import pages
from ._anvil_designer import CampaignGroupRowTemplate


class CampaignGroupRow(CampaignGroupRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_name", "click")
    def lnk_name_click(self, **event_args):
        pages.open_page(self.item.get("page", "contacts"), **self.item["params"])
