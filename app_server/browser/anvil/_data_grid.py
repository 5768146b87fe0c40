"""DataGrid and DataRowPanel: rows with cells under common columns, in pages."""

from . import _page
from ._container import Container
from ._prop import Prop
from ._repeating import RepeatingPanel, _grid_of
from ._surface import Surface


class DataRowPanel(Surface, Container):
    """A row of a DataGrid: components by their ``column`` layout property, and the item's values in the other cells."""

    html = '<div class="anvil-data-row-panel" role="row"></div>'
    auto_display_data = Prop(True, "_redraw", "boolean")

    def __new__(cls, *args, **kwargs):
        row = super().__new__(cls)
        row._cells = {}
        row._row_item = None
        return row

    @property
    def item(self):
        return self._row_item

    @item.setter
    def item(self, value):
        self._item_set(value)

    def child_host(self, layout_props):
        column = layout_props.get("column")
        return self.dom if column is None else self._cell(column)

    def _cell(self, column_id):
        """The cell of that column; made when first wanted, as rows are built before they know their grid."""
        if column_id not in self._cells:
            self._cells[column_id] = _page.api.append(self.dom, '<div class="anvil-data-row-col" role="cell"></div>')
        return self._cells[column_id]

    def _item_set(self, value):
        self._row_item = value
        self._redraw()

    def _enter_page(self):
        if not self._shown:
            self._redraw(entering=True)
        super()._enter_page()

    def _redraw(self, _value=None, entering=False):
        """Put the cells in the order of the grid's columns, and values into those without a component."""
        grid = _grid_of(self) if entering or self._shown else None
        if grid is None:
            return
        taken = {component._layout_props.get("column") for component in self._children}
        if None in taken:
            return
        cells = []
        for column in grid.columns or ():
            cell = self._cell(column["id"])
            text = None if column["id"] in taken or not self.auto_display_data else self._text(column)
            cells.append([cell, text, column.get("width"), bool(column.get("expand")), column.get("title") or ""])
        _page.draw_cells(self.dom, cells)

    def _text(self, column):
        item, key = self._row_item, column.get("data_key")
        if item is None or not key:
            return ""
        try:
            value = item[key]
        except KeyError:
            return ""
        return "" if value is None else str(value)


class _HeaderRow(DataRowPanel):
    """The titles of the columns."""

    html = '<div class="anvil-data-row-panel anvil-auto-grid-header" role="row"></div>'

    def _text(self, column):
        return column.get("title") or ""


class DataGrid(Surface, Container):
    """A table of what is put into it; ``columns`` is a list of ``{id, title, data_key, width, expand}``."""

    html = (
        '<div class="anvil-data-grid"><div class="anvil-data-grid-child-panel" role="table"></div>'
        '<div class="anvil-data-grid-paging visible-false">'
        '<span aria-live="polite"></span>'
        '<button class="anvil-grid-first" aria-label="First page">\u00ab</button>'
        '<button class="anvil-grid-previous" aria-label="Previous page">\u2039</button>'
        '<button class="anvil-grid-next" aria-label="Next page">\u203a</button>'
        '<button class="anvil-grid-last" aria-label="Last page">\u00bb</button></div></div>'
    )
    events = ("pagination_click",)
    columns = Prop((), "_set_columns", "dataGridColumns")
    auto_header = Prop(True, "_set_auto_header", "boolean")
    rows_per_page = Prop(20, "_set_rows_per_page", "number")
    show_page_controls = Prop(True, "_set_show_controls", "boolean")
    wrap_on = Prop("never")

    def __new__(cls, *args, **kwargs):
        grid = super().__new__(cls)
        grid._page_number = 0
        grid._body = grid.dom.firstElementChild
        grid._controls = grid.dom.lastElementChild
        grid._header = _HeaderRow()
        grid._header._parent = grid
        grid._body.appendChild(grid._header.dom)
        moves = (("first", "jump_to_first_page"), ("previous", "previous_page"), ("next", "next_page"))
        for name, method in (*moves, ("last", "jump_to_last_page")):
            button = grid._controls.querySelector(f".anvil-grid-{name}")
            grid.listen("click", lambda _event, move=method: grid._page_with(move), button)
        return grid

    def child_host(self, layout_props):
        return self._body

    def get_page(self):
        """The number of the page shown; the first is 0."""
        return self._page_number

    def set_page(self, page):
        """Show a page; one past the last shows the last."""
        self._page_number = max(0, min(int(page), self._last_page()))
        self._rows_changed()

    def next_page(self):
        self.set_page(self._page_number + 1)

    def previous_page(self):
        self.set_page(self._page_number - 1)

    def jump_to_first_page(self):
        self.set_page(0)

    def jump_to_last_page(self):
        self.set_page(self._last_page())

    def add_component(self, component, index=None, **layout_props):
        super().add_component(component, index, **layout_props)
        self._rows_changed()

    def _page_with(self, move):
        getattr(self, move)()
        self.raise_event("pagination_click", button=move)

    def _panels(self):
        return [child for child in self._children if isinstance(child, RepeatingPanel)]

    def _total(self):
        return sum(panel._count() for panel in self._panels())

    def _last_page(self):
        per_page = int(self.rows_per_page or 0)
        return max(0, (self._total() - 1) // per_page) if per_page else 0

    def _rows_changed(self):
        """Give each repeating panel its part of the page, and say where we are."""
        per_page = int(self.rows_per_page or 0)
        self._page_number = min(self._page_number, self._last_page())
        skip, room = self._page_number * per_page, per_page
        for panel in self._panels():
            if not per_page:
                panel._show_window(0, None)
                continue
            count = panel._count()
            start = min(skip, count)
            taken = min(room, count - start)
            panel._show_window(start, taken)
            skip, room = skip - start, room - taken
        self._draw_controls(per_page)

    def _draw_controls(self, per_page):
        total, last = self._total(), self._last_page()
        is_wanted = bool(per_page and self.show_page_controls and last)
        self._controls.classList.toggle("visible-false", not is_wanted)
        first = self._page_number * per_page
        text = f"{first + 1}-{min(first + per_page, total)} of {total}" if is_wanted else ""
        _page.api.drawPaging(self._controls, text, self._page_number == 0, self._page_number == last)

    def _set_columns(self, _value):
        for row in (self._header, *_rows_in(self)):
            row._redraw()

    def _set_auto_header(self, value):
        self._header.dom.classList.toggle("visible-false", not value)

    def _set_rows_per_page(self, _value):
        self._page_number = 0
        self._rows_changed()

    def _set_show_controls(self, _value):
        self._rows_changed()

    def _page_children(self):
        return [self._header, *self._children]


def _rows_in(component):
    for child in component._page_children():
        if isinstance(child, DataRowPanel):
            yield child
        else:
            yield from _rows_in(child)
