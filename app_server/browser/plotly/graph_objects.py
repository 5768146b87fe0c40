"""Graph objects: dicts whose keys are attributes, made when first used; a trace's class gives its ``type``.

An underscore in a key stands for a part of a part, as plotly's own Python has it: ``title_font_size=20``.
"""

from anvil.server import portable_class
from anvil.util import WrappedList, WrappedObject

TRACES = (
    *("Bar", "Barpolar", "Box", "Candlestick", "Carpet", "Choropleth", "Choroplethmap", "Choroplethmapbox", "Cone"),
    *("Contour", "Contourcarpet", "Densitymap", "Densitymapbox", "Funnel", "Funnelarea", "Heatmap", "Histogram"),
    *("Histogram2d", "Histogram2dContour", "Icicle", "Image", "Indicator", "Isosurface", "Mesh3d", "Ohlc", "Parcats"),
    *("Parcoords", "Pie", "Sankey", "Scatter", "Scatter3d", "Scattercarpet", "Scattergeo", "Scattergl", "Scattermap"),
    *("Scattermapbox", "Scatterpolar", "Scatterpolargl", "Scattersmith", "Scatterternary", "Splom", "Streamtube"),
    *("Sunburst", "Surface", "Table", "Treemap", "Violin", "Volume", "Waterfall"),
)
# Keys whose own names have an underscore.
WHOLE_KEYS = {
    *("error_x", "error_y", "error_z", "copy_xstyle", "copy_ystyle", "copy_zstyle"),
    *("paper_bgcolor", "plot_bgcolor"),
}


def _parts(path):
    """The keys that a path such as "title_font_size" goes through."""
    words, parts = path.split("_"), []
    for word in words:
        if parts and f"{parts[-1]}_{word}" in WHOLE_KEYS:
            parts[-1] += "_" + word
        else:
            parts.append(word)
    return parts


class GraphObject(WrappedObject):
    """A part of a figure; a key that is not there yet is made when asked for."""

    def __setitem__(self, path, value):
        *way, last = _parts(path) if path[:1] != "_" else [path]
        WrappedObject.__setitem__(self._walk(path, way), last, value)

    def __getitem__(self, path):
        *way, last = _parts(path) if path[:1] != "_" else [path]
        return WrappedObject.__getitem__(self._walk(path, way), last)

    def _walk(self, path, way):
        place = self
        for key in way:
            if not isinstance(place, WrappedObject):
                raise KeyError(path)
            place = WrappedObject.__getitem__(place, key)
        return place


def _missing(name):
    def method(self, *_args, **_kwargs):
        raise NotImplementedError(name + " is not yet implemented")

    method.__doc__ = "Raises NotImplementedError, as on Anvil: set `data`, or append to it."
    return method


@portable_class("plotly.graph_objs._figure.Figure")
class Figure(GraphObject):
    """Traces and a layout: ``data``, a list, and ``layout``."""

    _name, _module = "Figure", "plotly.graph_objs._figure"

    def __init__(self, data=None, layout=None, **more):
        if isinstance(data, dict) and ("data" in data or "layout" in data):
            data, layout = data.get("data"), data.get("layout")
        traces = [] if data is None else data if isinstance(data, (list, tuple)) else [data]
        GraphObject.__init__(self, data=listed(traces), layout=Layout(layout), **more)

    add_trace = _missing("add_trace")
    update_traces = _missing("update_traces")
    for_each_trace = _missing("for_each_trace")

    def update_layout(self, dict1=None, **more):
        """Change the layout and give back the figure."""
        self.layout.update(dict1 or {}, **more)
        return self


def listed(items):
    """A list whose dicts are graph objects."""
    return WrappedList(items)


def _kind(name):
    """The class called `name`; that of a trace writes its type first."""
    module = f"plotly.graph_objs._{name.lower()}"
    members = {"_name": name, "_module": module}
    if name in TRACES:

        def __init__(self, values=None, **more):
            GraphObject.__init__(self, values, **{"type": name.lower(), **more})

        members["__init__"] = __init__
    return portable_class(f"{module}.{name}")(type(name, (GraphObject,), members))


class Parts:
    """The classes of what is inside a part, as in ``go.layout.XAxis`` or ``go.bar.marker.Line``."""

    def __init__(self, module):
        self._module = module

    def __getattr__(self, name):
        if not name[:1].isalpha():
            raise AttributeError(name)
        path = f"{self._module}.{name}"
        if name[0].isupper():
            found = portable_class(path)(type(name, (GraphObject,), {"_name": name, "_module": self._module}))
        else:
            found = Parts(path)
        setattr(self, name, found)
        return found


def __getattr__(name):
    """The class of a trace or another part, or the parts of one. Raises AttributeError for what is no part's name."""
    if not name[:1].isalpha():
        raise AttributeError(name)
    found = globals()[name] = _kind(name) if name[0].isupper() else Parts(f"plotly.graph_objs.{name}")
    return found


Layout = _kind("Layout")
