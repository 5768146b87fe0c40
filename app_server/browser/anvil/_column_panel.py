"""ColumnPanel: rows of columns, which may hold rows again."""

import json

from . import _page
from ._container import Container
from ._css import css_colour
from ._panels import GAPS
from ._prop import Prop
from ._surface import Surface

SECTION = '<div class="anvil-panel-section"></div>'
ROW = '<div class="anvil-panel-row"></div>'
COLUMN = '<div class="anvil-panel-col"></div>'
WHOLE = 60  # the weights of a row's columns together


class ColumnPanel(Surface, Container):
    """Each component in a row of its own, unless the layout property ``grid_position`` names its row and column.

    ``grid_position`` is "ROW,COLUMN", or several of them parted by spaces, from the outside in; ``full_width_row`` and
    ``row_background`` are of the outermost row. ``wrap_on``: the largest display that shows columns below each other.
    """

    html = '<div class="anvil-component anvil-container anvil-column-panel"></div>'
    spacing = Prop(None, "_set_spacing", "spacing")
    row_spacing = Prop(10, None, "number")
    col_widths = Prop("", "_set_widths")
    wrap_on = Prop("mobile", "_set_wrap_on", "enum")
    col_spacing = Prop("medium", "_set_col_spacing", "enum")

    def __new__(cls, *args, **kwargs):
        panel = super().__new__(cls)
        panel._grid = {}
        panel._sections = panel.dom
        return panel

    def _place(self, component, position, host):
        if position < len(self._children):
            self._rebuild([*self._children[:position], component, *self._children[position:]])
        else:
            self._append(component)

    def _removed(self, component):
        column = component._column
        while column != self._sections and not column.firstElementChild:
            column, empty = column.parentNode, column
            empty.remove()
            self._grid = {key: element for key, element in self._grid.items() if element != empty}
        self._set_widths(None)

    def _rebuild(self, components):
        """Lay out from the beginning: a row may have to come between two others."""
        _page.api.setHtml(self._sections, "")
        self._grid = {}
        for component in components:
            self._append(component)

    def _append(self, component):
        props = component._layout_props
        position = props.get("grid_position")
        place = self._sections if position else self._section(props)
        for level in str(position or "").split():
            row, _, column = level.partition(",")
            if ("row", row) not in self._grid:
                outer = self._section(props) if place == self._sections else place
                self._grid["row", row] = _page.api.append(outer, ROW)
            if ("column", column) not in self._grid:
                self._grid["column", column] = _page.api.append(self._grid["row", row], COLUMN)
                self._grid["column", column].dataset.anvilColId = column
            place = self._grid["column", column]
        component._column = place
        place.appendChild(component._carrier)
        self._set_widths(None)

    def _section(self, props):
        section = _page.api.append(self._sections, SECTION)
        section.classList.toggle("anvil-full-width-row", bool(props.get("full_width_row")))
        section.style.background = css_colour(props.get("row_background"))
        return section

    def _set_widths(self, _value):
        """Share each row among its columns by ``col_widths``, JSON of weights by column."""
        weights = json.loads(self.col_widths or "{}")
        if weights:
            for row in (element for (kind, _name), element in self._grid.items() if kind == "row"):
                for column in row.children:
                    weight = weights.get(column.dataset.anvilColId) or WHOLE // row.childElementCount
                    column.style.flexGrow = str(weight)

    def _set_wrap_on(self, value):
        self.dom.dataset.wrapOn = str(value)

    def _set_col_spacing(self, value):
        self.dom.style.setProperty("--anvil-column-gap", f"{GAPS.get(value, GAPS['medium'])}px")
