"""One figure of a campaign; item: `label`, `figure`."""

from ._anvil_designer import CampaignFigureTemplate


class CampaignFigure(CampaignFigureTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
