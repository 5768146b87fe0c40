"""How a campaign of messages stands, split by channel, and what came of the offer it makes."""

from ...shared import app_context
from ...shared.server_calls import CallFailed, call
from .. import recipient_view
from ._anvil_designer import CampaignStatsTemplate


class CampaignStats(CampaignStatsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    def show(self, campaign):
        """Show the figures of a campaign as the server tells it; nothing of a mail without an offer."""
        locale = app_context.config().get("locale")
        has_begun = bool(campaign["started_at"])
        self.lbl_offer.text = recipient_view.offer_text(campaign.get("offer_figures"), locale) if has_begun else ""
        self.lbl_offer.visible = bool(self.lbl_offer.text)
        self.figures.visible = has_begun and campaign["channels"] is not None
        if self.figures.visible:
            try:
                stats = call("get_messaging_stats", campaign["campaign_id"])["stats"]
            except CallFailed:
                self.figures.visible = False
                return
            self.rp_cards.items = recipient_view.cards(stats, locale)
