"""Charts of bars, lines and how often."""

from datetime import date

import plotly.graph_objects as go
from anvil import handle

from ._anvil_designer import ChartsTemplate

MONTHS = [date(2026, month, 1) for month in range(1, 7)]


class Charts(ChartsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("charts")
        self.plot_bars.layout.title = "Contacts by status"
        self.plot_bars.data = go.Bar(x=["Lead", "Customer", "At risk", "Lost"], y=[8, 52, 3, 4])
        self.plot_lines.data = [
            go.Scatter(x=MONTHS, y=[3, 5, 4, 8, 9, 12], name="This year", mode="lines+markers"),
            go.Scatter(x=MONTHS, y=[2, 3, 3, 5, 6, 7], name="Last year", mode="lines"),
        ]
        self.plot_lines.layout.yaxis.rangemode = "tozero"

        self.plot_spread.data = go.Histogram(x=[1, 1, 2, 3, 3, 3])

    @handle("plot_bars", "click")
    def plot_bars_click(self, points, **event_args):
        self.lbl_said.text = f"{points[0]['x']} {points[0]['y']}"

    @handle("btn_more", "click")
    def btn_more_click(self, **event_args):
        self.plot_bars.data[0].y[0] = 80
        self.plot_bars.redraw()

    @handle("btn_extend", "click")
    def btn_extend_click(self, **event_args):
        self.plot_lines.extend_traces({"x": [["2026-07-01"]], "y": [[14]]}, [0])
        self.plot_lines.restyle({"name": "This year so far"}, [0])
        self.plot_lines.relayout({"title.text": "Extended"})
