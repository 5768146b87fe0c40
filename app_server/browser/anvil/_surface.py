"""The properties that every classic component has for its surface."""

from ._prop import Prop

ROOM = {"none": "0", "small": "4px", "medium": "8px", "large": "16px"}


class Surface:
    """Colours, border and room above and below."""

    background = Prop(None, "_set_background", "color")
    foreground = Prop(None, "_set_foreground", "color")
    border = Prop("", "_set_border")
    spacing_above = Prop("small", "_set_spacing_above", "enum")
    spacing_below = Prop("small", "_set_spacing_below", "enum")

    def _set_background(self, value):
        self.dom.style.backgroundColor = value or ""

    def _set_foreground(self, value):
        self.dom.style.color = value or ""

    def _set_border(self, value):
        self.dom.style.border = value or ""

    def _set_spacing_above(self, value):
        self.dom.style.marginTop = ROOM.get(value, "")

    def _set_spacing_below(self, value):
        self.dom.style.marginBottom = ROOM.get(value, "")
