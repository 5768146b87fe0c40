"""Panels: containers that lay out what they hold, one below the other, in a line, on a grid or where it is told."""

from . import _page
from ._container import Container
from ._css import css_length
from ._prop import Prop
from ._surface import Surface

GAPS = {"none": 0, "tiny": 2, "small": 4, "medium": 8, "large": 16, "huge": 32}
SIZES = ("xs", "sm", "md", "lg")


class LinearPanel(Surface, Container):
    """Its components one below the other."""

    html = '<div class="anvil-component anvil-container anvil-linear-panel"></div>'
    spacing = Prop(None, "_set_spacing", "spacing")
    row_spacing = Prop(10, None, "number")


class FlowPanel(Surface, Container):
    """Its components beside each other, wrapped where there is no room; layout properties ``width`` and ``expand``."""

    html = (
        '<div class="anvil-component anvil-container anvil-flow-panel">'
        '<div class="anvil-flow-panel-gutter"></div></div>'
    )
    align = Prop("left", "_set_align", "enum")
    vertical_align = Prop("full", "_set_vertical_align", "enum")
    # The room between components had this name before; with a dict it is the room around the panel, as elsewhere.
    spacing = Prop(None, "_set_either_spacing", "spacing")
    gap = Prop(None, "_set_gap", "enum", read="_get_gap")

    def __new__(cls, *args, **kwargs):
        panel = super().__new__(cls)
        panel._gutter = panel.dom.firstElementChild
        return panel

    def child_host(self, layout_props):
        return self._gutter

    def _carry(self, component, layout_props):
        item = _page.api.wrap(component.dom, "anvil-flow-panel-item")
        if layout_props.get("width"):
            item.style.width = css_length(layout_props["width"])
        if layout_props.get("expand"):
            item.style.flex = "1"
        return item

    def _set_align(self, value):
        places = {"center": "center", "right": "flex-end", "justify": "space-between"}
        self._gutter.style.justifyContent = places.get(value, "flex-start")

    def _set_vertical_align(self, value):
        places = {"top": "flex-start", "middle": "center", "bottom": "flex-end", "full": "stretch"}
        self._gutter.style.alignItems = places.get(value, "stretch")

    def _get_gap(self):
        return self._values.get("gap") or (self.spacing if _is_gap(self.spacing) else "medium")

    def _set_gap(self, value):
        self._gutter.style.gap = f"{GAPS[value]}px" if _is_gap(value) else ""

    def _set_either_spacing(self, value):
        if _is_gap(value):
            self._values["gap"] = value
            self._set_gap(value)
            value = None
        self._set_spacing(value)


def _is_gap(value):
    return isinstance(value, str) and value in GAPS


class XYPanel(Surface, Container):
    """Its components at ``x`` and ``y`` (pixels from the left and the top), ``width`` pixels wide where given."""

    html = (
        '<div class="anvil-component anvil-container anvil-xy-panel" style="text-align:center">'
        '<div class="anvil-holder" style="display:inline-block;position:relative;width:100%"></div></div>'
    )
    width = Prop(None, "_set_width", "number")
    height = Prop("", "_set_height")
    align = Prop("center", "_set_align", "enum")
    margin = Prop(None, "_set_margin", "margin")

    def __new__(cls, *args, **kwargs):
        panel = super().__new__(cls)
        panel._holder = panel.dom.firstElementChild
        return panel

    def child_host(self, layout_props):
        return self._holder

    def get_width(self):
        """How wide the panel is on the page, in pixels."""
        return self.dom.offsetWidth

    def _carry(self, component, layout_props):
        item = _page.api.wrap(component.dom, "anvil-xy-panel-item")
        item.style.left = css_length(layout_props.get("x") or 0)
        item.style.top = css_length(layout_props.get("y") or 0)
        item.style.width = css_length(layout_props.get("width"))
        return item

    def _set_width(self, value):
        self._holder.style.width = "100%" if value is None else css_length(value)

    def _set_height(self, value):
        self._holder.style.height = css_length(value)

    def _set_align(self, value):
        self.dom.style.textAlign = str(value)


class GridPanel(Surface, Container):
    """Rows of twelve columns; layout properties ``row``, ``col_xs`` (0 to 11), ``width_xs`` (1 to 12), sm, md, lg."""

    html = '<div class="anvil-component anvil-container anvil-grid-panel"></div>'
    spacing = Prop(None, "_set_spacing", "spacing")
    row_spacing = Prop(10, None, "number")

    def __new__(cls, *args, **kwargs):
        panel = super().__new__(cls)
        panel._rows = {}
        return panel

    def child_host(self, layout_props):
        return self._row(layout_props.get("row"))["element"]

    def _row(self, name):
        """A row of that name, made at the bottom when first wanted, and how far each size is filled."""
        if name not in self._rows:
            element = _page.api.append(self.dom, '<div class="anvil-grid-panel-row"></div>')
            element.style.marginBottom = css_length(self.row_spacing)
            self._rows[name] = {"element": element, "filled": dict.fromkeys(SIZES, 0)}
        return self._rows[name]

    def _carry(self, component, layout_props):
        cell = _page.api.wrap(component.dom, "anvil-grid-panel-cell")
        filled = self._row(layout_props.get("row"))["filled"]
        width, offset = 12, 0
        for size in SIZES:
            width = int(layout_props.get(f"width_{size}") or width)
            start = int(layout_props.get(f"col_{size}") or 0)
            if start > filled[size]:
                offset = start - filled[size]
            filled[size] += width + offset
            cell.style.setProperty(f"--width-{size}", str(width))
            cell.style.setProperty(f"--offset-{size}", str(offset))
        return cell

    def _removed(self, component):
        name = component._layout_props.get("row")
        row = self._rows.get(name)
        if row is not None and not row["element"].firstElementChild:
            row["element"].remove()
            del self._rows[name]
