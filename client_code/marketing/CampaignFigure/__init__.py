"""One figure of a campaign; item: `label, figure, note`, and `params` of the contacts behind it, or None."""

from anvil import handle

from ...shared import pages
from ._anvil_designer import CampaignFigureTemplate


class CampaignFigure(CampaignFigureTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_label", "click")
    def lnk_label_click(self, **event_args):
        pages.open_page("contacts", **self.item["params"])
