"""One figure that leads to the list behind it; item: `title, figure, note, page, params`."""

from anvil import handle

from ... import pages
from ._anvil_designer import MetricCardTemplate


class MetricCard(MetricCardTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("card_metric", "click")
    def card_metric_click(self, **event_args):
        pages.open_page(self.item["page"], **self.item["params"])
