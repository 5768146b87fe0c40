"""Plot: a chart by Plotly, in the theme's type and tones."""

import json
from datetime import date

from anvil._prop import Prop
from anvil.util import WrappedList, WrappedObject
from plotly.graph_objects import Figure, Layout, listed

from .. import _properties as prop
from .._base import M3Component, page

DRAWN = {
    *("bar", "box", "contour", "heatmap", "histogram", "histogram2d", "histogram2dcontour"),
    *("image", "pie", "scatter", "scatterternary", "violin"),
}


def _plain(value):
    """What JSON has no word for: dates as ISO text, anything else by its list or its text."""
    if isinstance(value, date):
        return str(value)
    return value.tolist() if hasattr(value, "tolist") else str(value)


def _as_json(value):
    return json.dumps(value, default=_plain)


def _check_kinds(traces):
    """Raise ValueError for a trace of a kind that no chart here can show."""
    for trace in traces:
        kind = trace.get("type", "scatter") if isinstance(trace, dict) else "scatter"
        if kind not in DRAWN:
            raise ValueError(f"A Plot cannot draw a trace of type '{kind}'; it can draw {', '.join(sorted(DRAWN))}")


class Templates:
    """Looks for `layout.template`, as attributes or keys; "none" is the theme's own, `default` names one of them."""

    def __init__(self):
        self.none, self.default = {}, "none"

    def __getitem__(self, name):
        return getattr(self, name)

    def __setitem__(self, name, template):
        setattr(self, name, template)

    def __getattr__(self, name):
        raise AttributeError(f"there is no Plot template '{name}': set Plot.templates.{name} to one of your own")


class Plot(M3Component):
    """Shows `data`, a list of traces of plotly.graph_objects, by `layout`; `height` is in pixels.

    Change `data` or `layout` in place and call `redraw()`, or set them. Raises ValueError for a trace it cannot draw.
    """

    html = '<div class="anvil-m3-plot"><div class="anvil-m3-plot-chart" style="height:450px"></div></div>'
    events = ("click", "double_click", "hover", "unhover", "select", "afterplot", "show", "hide")
    dom_events = {
        "click": ("m3-plot-click", None, "_raise_points"),
        "double_click": ("m3-plot-doubleclick", None, "_raise_bare"),
        "hover": ("m3-plot-hover", None, "_raise_points"),
        "unhover": ("m3-plot-unhover", None, "_raise_points"),
        "select": ("m3-plot-selected", None, "_raise_points"),
        "afterplot": ("m3-plot-afterplot", None, "_raise_bare"),
    }
    is_classic = True
    templates = Templates()
    height = prop.style("height", "anvil-m3-plot-chart", prop.css_length, default=450, type="number")
    interactive = Prop(True, "_redraw", type="boolean")
    margin = prop.margin()

    def __init__(self, **properties):
        self._data, self._layout, self._config = listed(()), Layout({"template": {}}), {}
        super().__init__(**properties)

    @property
    def data(self):
        """The traces; one alone may be given without a list."""
        return self._data

    @data.setter
    def data(self, traces):
        if not isinstance(traces, WrappedList):
            traces = listed([traces] if isinstance(traces, dict) else traces)
        _check_kinds(traces)
        self._data = traces
        self.redraw()

    @property
    def layout(self):
        """Titles, axes, legend, as plotly.graph_objects.Layout or a dict."""
        return self._layout

    @layout.setter
    def layout(self, layout):
        self._layout = layout if isinstance(layout, WrappedObject) else Layout(layout)
        self.redraw()

    @property
    def config(self):
        """Plotly's own options."""
        return self._config

    @config.setter
    def config(self, config):
        self._config = config
        self.redraw()

    @property
    def figure(self):
        """`data` and `layout` together."""
        return Figure({"layout": self._layout, "data": self._data})

    @figure.setter
    def figure(self, figure):
        figure = figure if isinstance(figure, WrappedObject) else Figure(figure)
        self._layout = Layout(figure["layout"])
        self.data = figure["data"]

    def redraw(self):
        """Show what `data`, `layout` and `config` say now; off the page nothing happens until it is there."""
        if self._shown:
            _check_kinds(self._data)
            page().drawPlot(self.dom, self._figure_text())

    def extend_traces(self, data, traces):
        """Add points at the end of those traces, until the next redraw: ``{"y": [[5, 6]]}, [0]``."""
        self._change("extendTraces", data, traces)

    def prepend_traces(self, data, traces):
        """Add points at the beginning of those traces, until the next redraw."""
        self._change("prependTraces", data, traces)

    def restyle(self, update, traces=None):
        """Change what traces look like, all or those numbered, until the next redraw."""
        self._change("restyle", update, *([] if traces is None else [traces]))

    def relayout(self, update):
        """Change the layout, until the next redraw: ``{"xaxis.range": [0, 5]}``."""
        self._change("relayout", update)

    def to_image(self, options=None):
        """A picture of the chart, as media; `options` are format ("png", "svg", …), width, height and scale."""
        from anvil import URLMedia
        from pyodide.ffi import run_sync

        wanted = _as_json(options or {"format": "png"})
        return URLMedia(run_sync(page().plotImage(self.dom, self._figure_text(), wanted)))

    def _figure_text(self):
        config = {"staticPlot": not self.interactive, **(self._config or {})}
        template = self._layout.get("template") or self.templates.default
        if isinstance(template, str):
            template = self.templates[template]
        return _as_json({"data": self._data, "layout": {**self._layout, "template": template}, "config": config})

    def _change(self, method, *arguments):
        page().changePlot(self.dom, method, _as_json(arguments))

    def _page_added(self):
        self.redraw()

    def _redraw(self, _value):
        self.redraw()

    def _raise_points(self, event):
        name, points = json.loads(event.detail)
        self.raise_event(name, points=points)

    def _raise_bare(self, event):
        self.raise_event(json.loads(event.detail)[0])
