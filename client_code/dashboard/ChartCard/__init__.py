"""A chart of bars with its title and what they add up to; raises `x-bar` with `label` when one is clicked."""

import plotly.graph_objects as go
from anvil import Plot

from .. import chart_view
from ._anvil_designer import ChartCardTemplate

HEIGHT = 200


class ChartCard(ChartCardTemplate):
    def __init__(self, **properties):
        self._plot = None
        self._bars = None
        super().__init__(**properties)

    def show(self, title, total, bars):
        """Show `bars`, pairs of a label and a count, unless they are shown already; `total` says what they are."""
        self.lbl_title.text, self.lbl_total.text = title, total
        self.panel_plot.visible = any(count for _, count in bars)
        if bars == self._bars or not self.panel_plot.visible:
            return
        self._bars = bars
        plot = self._plot or self._make_plot()
        labels, counts = [label for label, _ in bars], [count for _, count in bars]
        plot.layout = chart_view.layout(counts)
        plot.data = go.Bar(x=labels, y=counts, text=chart_view.marks(counts), name=title, **chart_view.BAR)

    def _make_plot(self):
        """Only now: a chart on the page fetches what draws it, and figures come first."""
        self._plot = Plot(height=HEIGHT)
        self._plot.add_event_handler("click", self._tell)
        self.panel_plot.add_component(self._plot)
        return self._plot

    def _tell(self, points, **event_args):
        if points:
            self.raise_event("x-bar", label=points[0]["x"])
