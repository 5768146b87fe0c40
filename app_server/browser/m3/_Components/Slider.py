"""Slider: a number by its place on a line."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component, page

INPUT = "anvil-m3-slider-input"


def shade(name):
    """A colour of the slider, kept in a custom property."""
    return prop.style(name, None, prop.css_colour, type="color")


class Measure(Prop):
    """A number that the native input keeps, read back as a float: the input clamps a value and rounds it to a step."""

    def __get__(self, component, owner=None):
        return self if component is None else float(getattr(component.part(INPUT), self.name))

    def __set__(self, component, value):
        if self.apply is None or getattr(component, self.apply)(value):
            setattr(component.part(INPUT), self.name, "" if value is None else str(float(value)))
        page().drawSlider(component.part(INPUT))


class Slider(M3Component):
    """A native range; "change" is raised while it moves, "change_end", which writes back, when it is let go."""

    html = (
        '<div class="anvil-m3-slider" data-value="5" style="--m3-fraction:0.5;--m3-steps:10">'
        '<input type="range" class="anvil-m3-slider-input" min="0" max="10" step="1"></div>'
    )
    events = ("change", "change_end", "show", "hide")
    dom_events = {
        "change": ("input", INPUT, "_raise_change"),
        "change_end": ("change", INPUT, "_let_go"),
        "x-anvil-write-back-value": ("change", INPUT, "_let_go"),
    }
    min = Measure(0, "_leaves_room_above", type="number")
    max = Measure(10, "_leaves_room_below", type="number")
    step = Prop(1, "_set_step", type="number")
    value = Measure(None, type="number", writeback="change_end")
    enabled = prop.enabled(INPUT)
    show_label = Prop(False, "_set_show_label", type="boolean")
    show_markers = Prop(False, "_set_show_markers", type="boolean")
    progress_color = shade("--m3-slider-progress")
    track_color = shade("--m3-slider-track")
    thumb_color = shade("--m3-slider-thumb")
    label_color = shade("--m3-slider-label")
    label_text_color = shade("--m3-slider-label-ink")
    margin = prop.margin(default=("", "", "", ""))
    tooltip = prop.tooltip(INPUT)

    def __init__(self, **properties):
        # The range comes before the value, whatever the order in which they are given.
        control = self.dom.firstElementChild
        for name in ("min", "max"):
            if properties.get(name) is not None:
                setattr(control, name, str(float(properties[name])))
        value = properties.pop("value", None)
        super().__init__(**properties)
        self.value = value

    def _leaves_room_above(self, value):
        return value < self.max

    def _leaves_room_below(self, value):
        return value > self.min

    def _set_step(self, value):
        self.keep("step", value or 1)
        self.part(INPUT).step = str(value or 1)
        page().drawSlider(self.part(INPUT))

    def _set_show_label(self, value):
        self.dom.classList.toggle("anvil-m3-slider-labelled", bool(value))

    def _set_show_markers(self, value):
        self.dom.classList.toggle("anvil-m3-slider-marked", bool(value))

    def _raise_change(self, _event):
        self.raise_event("change")

    def _let_go(self, _event):
        self.raise_event("change_end")

    def _page_added(self):
        if not self.tooltip:
            page().nameByNeighbour(self.part(INPUT), self.dom)
