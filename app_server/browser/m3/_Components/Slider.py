"""Slider: a number by its place on a line."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component

SLIDER = "m3-slider-control"


def measure(attribute, default):
    """A number that the element keeps under the same name."""

    def apply(component, value):
        setattr(component.part(SLIDER), attribute, default if value is None else float(value))

    return prop.PartProp(default, apply, type="number")


def shade(*tokens):
    """A colour of Material Web's slider."""

    def apply(component, value):
        for token in tokens:
            component.part(SLIDER).style.setProperty(f"--md-slider-{token}", prop.css_colour(value))

    return prop.PartProp("", apply, type="color")


class Value(Prop):
    """`value` as the element has it now, a float."""

    def __get__(self, component, owner=None):
        if component is None:
            return self
        value = getattr(component.part(SLIDER), "value", None)
        return (component.min + component.max) / 2 if value is None else float(value)


class Slider(M3Component):
    """Material Web's slider; "change" is raised while it moves, "change_end" when it is let go."""

    html = '<div class="anvil-m3-slider"><md-slider class="m3-slider-control" max="10"></md-slider></div>'
    events = ("change", "change_end", "show", "hide")
    dom_events = {
        "change": ("input", SLIDER, "_raise_change"),
        "change_end": ("change", SLIDER, "_let_go"),
        "x-anvil-write-back-value": ("change", SLIDER, "_let_go"),
    }
    min = measure("min", 0)
    max = measure("max", 10)
    step = measure("step", 1)
    value = Value(None, "_set_value", type="number")
    enabled = prop.enabled(SLIDER)
    show_label = Prop(False, "_set_show_label", type="boolean")
    show_markers = Prop(False, "_set_show_markers", type="boolean")
    progress_color = shade("active-track-color")
    track_color = shade("inactive-track-color")
    thumb_color = shade("handle-color", "hover-handle-color", "focus-handle-color", "pressed-handle-color")
    label_color = shade("label-container-color")
    label_text_color = shade("label-text-color")
    margin = prop.margin(default=("", "", "", ""))
    tooltip = prop.tooltip(SLIDER)

    def _set_value(self, value):
        if value is not None:
            self.part(SLIDER).value = float(value)

    def _set_show_label(self, value):
        self.part(SLIDER).labeled = bool(value)

    def _set_show_markers(self, value):
        self.part(SLIDER).ticks = bool(value)

    def _raise_change(self, _event):
        self.raise_event("change")

    def _let_go(self, _event):
        self.write_back("value")
        self.raise_event("change_end")
