"""Panels: containers that lay out what they hold by a style sheet alone."""

from ._container import Container
from ._prop import Prop
from ._surface import Surface


class LinearPanel(Surface, Container):
    """Its components one below the other."""

    html = '<div class="anvil-linear-panel"></div>'


class ColumnPanel(Surface, Container):
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


class FlowPanel(Surface, Container):
    """Its components beside each other, wrapped where there is no room."""

    html = '<div class="anvil-flow-panel"></div>'
    align = Prop("left", "_set_align")
    vertical_align = Prop("middle", "_set_vertical_align")
    gap = Prop("medium", "_set_gap", "enum")
    # The room between components had this name before; with a dict it is the room around the panel, as elsewhere.
    spacing = Prop(None, "_set_either_spacing", "spacing")

    def _set_align(self, value):
        places = {"left": "flex-start", "right": "flex-end", "center": "center", "justify": "space-between"}
        self.dom.style.justifyContent = places.get(value, "flex-start")

    def _set_vertical_align(self, value):
        places = {"top": "flex-start", "middle": "center", "bottom": "flex-end", "full": "stretch"}
        self.dom.style.alignItems = places.get(value, "center")

    def _set_gap(self, value):
        self.dom.style.gap = f"{GAPS.get(value, 8)}px"

    def _set_either_spacing(self, value):
        if isinstance(value, str):
            self._set_gap(value)
        else:
            self._set_spacing(value)
