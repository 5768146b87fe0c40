"""The row of figures, each a link to the list behind it."""

from ...shared import app_context, formats
from .. import texts
from ._anvil_designer import MetricsPanelTemplate


class MetricsPanel(MetricsPanelTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    def show(self, counts):
        """Show the server's counts {name: number}."""
        locale = app_context.config().get("locale")
        self.rp_metrics.items = [
            {
                "title": title,
                "figure": formats.number(counts[name], locale),
                "note": note,
                "page": "contacts",
                "params": params,
            }
            for name, title, note, params in texts.METRICS
            if name in counts
        ]
