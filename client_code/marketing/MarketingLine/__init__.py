"""A line with a figure or a time at its end; item: `text, figure`, and `page` and `params` where it leads somewhere."""

from anvil import handle

from ...shared import pages
from ._anvil_designer import MarketingLineTemplate


class MarketingLine(MarketingLineTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_text", "click")
    def lnk_text_click(self, **event_args):
        pages.open_page(self.item["page"], **self.item["params"])
