"""Panels: containers that lay out what they hold by a style sheet alone."""

from ._container import Container
from ._prop import Prop


class _Panel(Container):
    """A panel with the surface properties Anvil's classic panels have."""

    background = Prop(None, "_set_background", "color")
    foreground = Prop(None, "_set_foreground", "color")
    border = Prop("", "_set_border")

    def _set_background(self, value):
        self.dom.style.backgroundColor = value or ""

    def _set_foreground(self, value):
        self.dom.style.color = value or ""

    def _set_border(self, value):
        self.dom.style.border = value or ""


class LinearPanel(_Panel):
    """Its components one below the other."""

    html = '<div class="anvil-linear-panel"></div>'


class ColumnPanel(_Panel):
    """Its components in rows; those that share a ``row`` layout property stand beside each other in columns."""

    html = '<div class="anvil-column-panel"></div>'
    col_spacing = Prop("medium")
    wrap_on = Prop("mobile")

    def __new__(cls, *args, **kwargs):
        panel = super().__new__(cls)
        panel._rows = {}
        return panel

    def child_host(self, layout_props):
        from . import _page

        name = layout_props.get("row")
        if name is None:
            return self.dom
        row = self._rows.get(name)
        if row is None or row.parentNode != self.dom:
            row = self._rows[name] = _page.api.append(self.dom, '<div class="anvil-column-panel-row"></div>')
        return row


GAPS = {"none": 0, "tiny": 2, "small": 4, "medium": 8, "large": 16, "huge": 32}


class FlowPanel(_Panel):
    """Its components beside each other, wrapped where there is no room."""

    html = '<div class="anvil-flow-panel"></div>'
    align = Prop("left", "_set_align")
    vertical_align = Prop("middle", "_set_vertical_align")
    spacing = Prop("medium", "_set_gap", "enum")

    def _set_align(self, value):
        places = {"left": "flex-start", "right": "flex-end", "center": "center", "justify": "space-between"}
        self.dom.style.justifyContent = places.get(value, "flex-start")

    def _set_vertical_align(self, value):
        places = {"top": "flex-start", "middle": "center", "bottom": "flex-end", "full": "stretch"}
        self.dom.style.alignItems = places.get(value, "center")

    def _set_gap(self, value):
        if isinstance(value, dict):
            self._set_spacing(value)
        else:
            self.dom.style.gap = f"{GAPS.get(value, 8)}px"
