"""Plot: a chart by Plotly, in the theme's type and tones."""

import json
from datetime import date

from anvil._prop import Prop
from plotly.graph_objects import Figure, Layout, listed

from .. import _properties as prop
from .._base import M3Component, page


def _plain(value):
    """What JSON has no word for: dates as ISO text, anything else by its list or its text."""
    if isinstance(value, date):
        return value.isoformat()
    return value.tolist() if hasattr(value, "tolist") else str(value)


class Plot(M3Component):
    """Shows `data`, a list of traces of plotly.graph_objects, by `layout`; `height` is in pixels.

    Traces are Scatter, Bar and Pie. Change `data` or `layout` in place and call `redraw()`, or set them.
    """

    html = '<div class="anvil-m3-plot"><div class="anvil-m3-plot-chart" style="height:450px"></div></div>'
    events = ("click", "double_click", "hover", "unhover", "select", "show", "hide")
    dom_events = {
        "click": ("m3-plot-click", None, "_raise_click"),
        "double_click": ("m3-plot-doubleclick", None, "_raise_double_click"),
        "hover": ("m3-plot-hover", None, "_raise_hover"),
        "unhover": ("m3-plot-unhover", None, "_raise_unhover"),
        "select": ("m3-plot-selected", None, "_raise_select"),
    }
    height = prop.style("height", "anvil-m3-plot-chart", prop.css_length, default=450, type="number")
    interactive = Prop(True, "_redraw", type="boolean")
    margin = prop.margin()

    def __init__(self, **properties):
        self._data, self._layout, self._config = listed(()), Layout(), {}
        super().__init__(**properties)

    @property
    def data(self):
        """The traces; one alone may be given without a list."""
        return self._data

    @data.setter
    def data(self, traces):
        self._data = listed([traces] if isinstance(traces, dict) else traces or ())
        self.redraw()

    @property
    def layout(self):
        """Titles, axes, legend, as plotly.graph_objects.Layout or a dict."""
        return self._layout

    @layout.setter
    def layout(self, layout):
        self._layout = layout if isinstance(layout, Layout) else Layout(layout)
        self.redraw()

    @property
    def config(self):
        """Plotly's own options."""
        return self._config

    @config.setter
    def config(self, config):
        self._config = config or {}
        self.redraw()

    @property
    def figure(self):
        """`data` and `layout` together."""
        return Figure(data=self._data, layout=self._layout)

    @figure.setter
    def figure(self, figure):
        self._layout = Layout(figure["layout"])
        self.data = figure["data"]

    def redraw(self):
        """Show what `data`, `layout` and `config` say now; off the page nothing happens until it is there."""
        if not self._shown:
            return
        config = {"staticPlot": not self.interactive, **self._config}
        figure = {"data": self._data, "layout": self._layout, "config": config}
        page().drawPlot(self.dom, json.dumps(figure, default=_plain))

    def relayout(self, **changes):
        """Change the layout and show it."""
        self._layout.update(changes)
        self.redraw()

    def _enter_page(self):
        super()._enter_page()
        self.redraw()

    def _redraw(self, _value):
        self.redraw()

    def _raise_points(self, event_name, event):
        self.raise_event(event_name, points=json.loads(event.detail))

    def _raise_click(self, event):
        self._raise_points("click", event)

    def _raise_hover(self, event):
        self._raise_points("hover", event)

    def _raise_unhover(self, event):
        self._raise_points("unhover", event)

    def _raise_select(self, event):
        self._raise_points("select", event)

    def _raise_double_click(self, _event):
        self.raise_event("double_click")
