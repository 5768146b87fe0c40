"""Graph objects: dicts whose keys are attributes, made when first used; a trace's class gives its ``type``."""

from anvil.util import WrappedList, WrappedObject

TRACES = ("Bar", "Pie", "Scatter")


class Layout(WrappedObject):
    """How a figure is laid out."""


class Figure(WrappedObject):
    """Traces and a layout."""


def listed(items):
    """A list whose dicts are graph objects."""
    return WrappedList(items)


def _trace(name):
    def __init__(self, values=None, **more):
        WrappedObject.__init__(self, values, **{"type": name.lower(), **more})

    return type(name, (WrappedObject,), {"__init__": __init__, "__doc__": f"A {name.lower()} trace."})


def __getattr__(name):
    """The class of a trace, or of any other part of a figure. Raises AttributeError for what is no part's name."""
    if not name[:1].isupper():
        raise AttributeError(f"module 'plotly.graph_objects' has no attribute {name!r}")
    kind = _trace(name) if name in TRACES else type(name, (WrappedObject,), {})
    globals()[name] = kind
    return kind
