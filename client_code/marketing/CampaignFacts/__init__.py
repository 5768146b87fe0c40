"""How a campaign's test of two versions stands, and what it has cost of its budget."""

from ...shared import app_context
from .. import mail_view
from ._anvil_designer import CampaignFactsTemplate


class CampaignFacts(CampaignFactsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    def show(self, campaign):
        """Tell what there is to tell of a campaign; nothing where that is nothing."""
        config = app_context.config()
        lines = mail_view.facts(campaign, config.get("system_currency"), config.get("locale"))
        self.rp_lines.items, self.visible = lines, bool(lines)
