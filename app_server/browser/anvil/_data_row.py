"""DataRowPanel: a row of a DataGrid."""

from . import _page
from ._container import Container
from ._paging import Part, can_page, pager_around, paginate_children
from ._prop import Prop
from ._surface import StyledText

ITSELF = "itself"


class DataRowPanel(StyledText, Container):
    """A row of a DataGrid: components by their ``column`` layout property, and the item's values in the other cells.

    A component without ``column`` takes the whole width, below the cells.
    """

    html = '<div class="anvil-component anvil-container anvil-data-row-panel" role="row"></div>'
    margin = Prop(None, "_set_margin", "margin")
    row_spacing = Prop(10, None, "number")
    spacing_above = Prop("none", "_set_spacing_above", "enum")
    spacing_below = Prop("none", "_set_spacing_below", "enum")
    item = Prop(None, "_redraw", "object")
    auto_display_data = Prop(True, "_redraw", "boolean")

    _is_header = False

    def __new__(cls, *args, **kwargs):
        row = super().__new__(cls)
        row._cells = {}
        row._is_on_page = True
        return row

    def get_components(self):
        """The components in the row; values that it shows by itself become labels."""
        self._make_labels()
        return super().get_components()

    def child_host(self, layout_props):
        return self._cell(layout_props.get("column"))

    def _cell(self, column_id):
        """The cell of that column; made when first wanted, as rows are built before they know their grid."""
        key = None if column_id is None else str(column_id)
        if key not in self._cells:
            extra = "" if key is not None else " anvil-extra-column"
            markup = f'<div class="anvil-data-row-col{extra}" role="cell"></div>'
            cell = self._cells[key] = _page.api.append(self.dom, markup)
            if key is not None:
                cell.dataset.gridColId = key
        return self._cells[key]

    def _item_set(self, value):
        self._values["item"] = value
        self._redraw()

    def _page_added(self):
        self._redraw()

    def _place(self, component, position, host):
        if not any(
            other._layout_props.get("column") == component._layout_props.get("column") for other in self._children
        ):
            host.textContent = ""
        super()._place(component, position, host)

    def _removed(self, component):
        self._redraw()

    def _columns(self):
        grid = pager_around(self._parent)
        return (grid.columns or ()) if grid is not None else ()

    def _redraw(self, _value=None):
        """Put the cells in the order of the grid's columns, and values into those without a component."""
        columns = self._columns()
        if not columns:
            return
        taken = {component._layout_props.get("column") for component in self._children}
        cells = []
        for column in columns:
            text = None if column["id"] in taken else self._text(column)
            cells.append([self._cell(column["id"]), text, _width(column), _growth(column), column.get("title") or ""])
        _page.draw_cells(self.dom, cells)

    def _value(self, column):
        """(value,) of the item for that column, or () where there is none."""
        item = self._values.get("item")
        if item is None or not self.auto_display_data:
            return ()
        try:
            return (item[column["id"] if self._is_header else column.get("data_key") or column["id"]],)
        except Exception:  # noqa: BLE001 (what an item raises for what it does not have is its own affair)
            return ()

    def _text(self, column):
        return "".join("" if value is None else str(value) for value in self._value(column))

    def _make_labels(self):
        from ._classic import Label

        taken = {component._layout_props.get("column") for component in self._children}
        for column in self._columns():
            for value in self._value(column) if column["id"] not in taken else ():
                self._cell(column["id"]).textContent = ""
                self.add_component(Label(text=value), column=column["id"])

    def _paginate(self, start, quota):
        if self._is_header or not self.visible:
            return Part(0, ITSELF, True)
        self._show_on_page(quota > 0)
        own = 1 if self.auto_display_data or any(not isinstance(c, DataRowPanel) for c in self._children) else 0
        part = paginate_children(self._children, None if start == ITSELF else start, quota - own)
        if part.rows:
            return part._replace(rows=part.rows + own)
        return Part(own, ITSELF, part.done) if quota > 0 else Part(0, None, False)

    def _show_on_page(self, is_on_page):
        if is_on_page != self._is_on_page:
            self._is_on_page = is_on_page
            self._set_visible(self.visible)

    def _is_visible(self):
        return bool(self.visible) and self._is_on_page

    def _set_visible(self, value):
        super()._set_visible(bool(value) and self._is_on_page)

    def _rows_below(self):
        """How many rows it makes, or None when that cannot be told."""
        return None if any(can_page(child) for child in self._children) else 1


def _width(column):
    return column.get("width")


def _growth(column):
    """How much of the room left a column takes: ``expand`` True is one share; with a width and no ``expand`` none."""
    expand = column.get("expand")
    if expand:
        return 1 if expand is True else expand
    return 0 if column.get("width") else 1
