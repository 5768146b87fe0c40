"""Switch: something that is on or off at once."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component, page

SWITCH = "anvil-m3-switch"
INPUT = "anvil-m3-switch-input"
TRACK = "anvil-m3-switch-slider"
THUMB = "anvil-m3-switch-thumb"


def shade(name):
    """A colour of the track or thumb, kept in a custom property."""
    return prop.style(name, TRACK, prop.css_colour, type="color")


class Switch(M3Component):
    """A native checkbox with the role of a switch; its tooltip, or the text before it, is its name."""

    html = (
        '<div class="anvil-m3-switch-container"><label class="anvil-m3-switch">'
        '<input type="checkbox" role="switch" class="anvil-m3-switch-input">'
        '<span class="anvil-m3-switch-slider"><span class="anvil-m3-switch-thumb"></span></span></label></div>'
    )
    events = ("change", "show", "hide")
    role_part = SWITCH
    selected = Prop(False, "_set_selected", type="boolean", writeback="change")
    enabled = prop.enabled(INPUT)
    align = prop.align()
    margin = prop.margin(default=("", "", "", ""))
    selected_icon = prop.icon(THUMB)
    unselected_icon = prop.icon(THUMB, "end")
    selected_background_color = shade("--m3-switch-on")
    unselected_background_color = shade("--m3-switch-off")
    selected_thumb_color = shade("--m3-switch-thumb-on")
    unselected_thumb_color = shade("--m3-switch-thumb-off")
    unselected_outline_color = shade("--m3-switch-outline")
    tooltip = prop.tooltip(INPUT)

    def __init__(self, **properties):
        super().__init__(**properties)
        self.listen("change", self._changed, self.part(INPUT))

    def _changed(self, _event):
        self.keep("selected", self.part(INPUT).checked)
        self.raise_event("change")

    def _set_selected(self, value):
        self.part(INPUT).checked = bool(value)

    def _page_added(self):
        if not self.tooltip:
            page().nameByNeighbour(self.part(INPUT), self.dom)
