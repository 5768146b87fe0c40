"""A link of a campaign and who clicked it; item: `address, url, text, note, width`."""

from anvil.js import get_dom_node

from ._anvil_designer import CampaignLinkRowTemplate


class CampaignLinkRow(CampaignLinkRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        get_dom_node(self.fill).style.width = "{}%".format(self.item["width"])
