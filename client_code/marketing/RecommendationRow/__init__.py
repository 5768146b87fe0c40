"""What would help, why, and what to press; item: `title, reason, action, page, params`."""

from anvil import handle

from ...shared import pages
from ._anvil_designer import RecommendationRowTemplate


class RecommendationRow(RecommendationRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_go", "click")
    def btn_go_click(self, **event_args):
        pages.open_page(self.item["page"], **self.item["params"])
