"""A chart of bars with its title and what they add up to; raises `x-bar` with `label` when one is clicked."""

import plotly.graph_objects as go
from anvil import handle

from .. import chart_view
from ._anvil_designer import ChartCardTemplate


class ChartCard(ChartCardTemplate):
    def __init__(self, **properties):
        self._shown = None
        super().__init__(**properties)

    def show(self, title, total, bars):
        """Show `bars`, pairs of a label and a count, unless they are shown already; `total` says what they are."""
        self.lbl_title.text, self.lbl_total.text = title, total
        self.plot.visible = any(count for _, count in bars)
        if bars == self._shown:
            return
        self._shown = bars
        if self.plot.visible:
            labels, counts = [label for label, _ in bars], [count for _, count in bars]
            self.plot.layout = chart_view.layout(counts)
            self.plot.data = go.Bar(x=labels, y=counts, text=chart_view.marks(counts), name=title, **chart_view.BAR)

    @handle("plot", "click")
    def plot_click(self, points, **event_args):
        if points:
            self.raise_event("x-bar", label=points[0]["x"])
