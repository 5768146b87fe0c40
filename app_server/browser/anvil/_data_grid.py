"""DataGrid: rows with cells under common columns, in pages."""

import operator

from . import _page
from ._container import Container
from ._data_row import DataRowPanel
from ._paging import NO_LIMIT, Pages, can_page, paginate_children
from ._prop import Prop
from ._repeating import RepeatingPanel
from ._surface import Surface

MOVES = (
    ("first", "jump_to_first_page", "First page", "\u00ab"),
    ("previous", "previous_page", "Previous page", "\u2039"),
    ("next", "next_page", "Next page", "\u203a"),
    ("last", "jump_to_last_page", "Last page", "\u00bb"),
)
BUTTONS = "".join(
    f'<button type="button" class="anvil-{name}-page" aria-label="{label}">{sign}</button>'
    for name, _method, label, sign in MOVES
)


class _HeaderRow(DataRowPanel):
    """The titles of the columns."""

    html = '<div class="anvil-component anvil-data-row-panel anvil-auto-grid-header" role="row"></div>'
    _is_header = True


class DataGrid(Surface, Container):
    """A table of what is put into it; ``columns`` is a list of ``{id, title, data_key, width, expand}``.

    ``rows_per_page`` 0 or None shows all. Layout properties: ``pinned`` rows are on every page, ``slot`` "footer" is
    beside the page controls.
    """

    html = (
        '<div class="anvil-component anvil-container anvil-data-grid">'
        '<div class="anvil-data-grid-child-panel" role="table"></div>'
        '<div class="anvil-data-grid-footer-panel anvil-data-grid-paging visible-false">'
        f'<div class="anvil-footer-slot"></div><span aria-live="polite"></span>{BUTTONS}</div></div>'
    )
    margin = Prop(None, "_set_margin", "margin")
    row_spacing = Prop(10, None, "number")
    columns = Prop(None, "_set_columns", "dataGridColumns")
    auto_header = Prop(True, "_set_auto_header", "boolean")
    rows_per_page = Prop(20, "_restart", "number")
    show_page_controls = Prop(True, "_draw_controls", "boolean")
    wrap_on = Prop("never", "_set_wrap_on", "enum")

    def __new__(cls, *args, **kwargs):
        grid = super().__new__(cls)
        grid._body = grid.dom.firstElementChild
        grid._controls = grid.dom.lastElementChild
        grid._is_paging = False
        grid._pages = Pages(grid._show_from)
        grid._header = _HeaderRow(bold=True)
        Container.add_component(grid, grid._header)
        for name, method, _label, _sign in MOVES:
            button = grid._controls.querySelector(f".anvil-{name}-page")
            grid.listen("click", lambda _event, move=method: getattr(grid, move)(), button)
        return grid

    def child_host(self, layout_props):
        return self._controls.firstElementChild if layout_props.get("slot") == "footer" else self._body

    def add_component(self, component, index=None, **layout_props):
        """Put a component into the grid, and show the first page."""
        super().add_component(component, index, **layout_props)
        self._restart()

    def get_page(self):
        """The number of the page shown; the first is 0."""
        return self._pages.number

    def get_first_index_on_page(self):
        """How many rows are on the pages before."""
        return self._pages.first_row

    def set_page(self, page):
        """Show a page; one past the last shows the last. Raises IndexError for a negative number."""
        page = operator.index(page)
        if page < 0:
            raise IndexError("Cannot use a negative index to set the page")
        self._move(self._pages.go_to, page)

    def next_page(self):
        self._move(self._pages.forward)

    def previous_page(self):
        self._move(self._pages.back)

    def jump_to_first_page(self):
        self._restart()

    def jump_to_last_page(self):
        self._move(self._to_last)

    def repaginate(self):
        """Share the rows out anew, on the page shown."""
        self._rows_changed()

    def _to_last(self):
        while self._pages.forward():
            pass

    def _restart(self, _value=None):
        self._move(self._pages.restart)

    def _rows_changed(self):
        """Rows of something in the grid have come or gone."""
        self._move(self._pages.refresh)

    def _move(self, move, *args):
        # Rows made meanwhile may themselves fill repeating panels: those are part of the same move.
        if self._is_paging:
            return
        self._is_paging = True
        try:
            move(*args)
        finally:
            self._is_paging = False
        self._draw_controls()

    def _show_from(self, start):
        quota = self.rows_per_page
        return paginate_children(self._children, start, quota if quota and quota > 0 else NO_LIMIT)

    def _removed(self, component):
        if component is not self._header:
            self._rows_changed()

    def _total(self):
        """How many rows all pages have, or None when that cannot be told without making them."""
        total = 0
        for child in self._children:
            if not can_page(child) or child is self._header:
                continue
            count = child._count() if isinstance(child, RepeatingPanel) else child._rows_below()
            if count is None:
                return None
            total += count
        return total

    def _draw_controls(self, _value=None):
        number, part = self._pages.number, self._pages.part
        is_wanted = bool(self.show_page_controls and (number or not part.done))
        has_footer = bool(self._controls.firstElementChild.firstElementChild)
        self._controls.classList.toggle("visible-false", not (is_wanted or has_footer))
        text = ""
        if is_wanted:
            first = self._pages.first_row
            text = f"{first + 1}-{first + part.rows}"
            total = self._total()
            text += f" of {total}" if total is not None else ""
        _page.api.drawPaging(self._controls, text, number == 0, part.done, is_wanted)

    def _set_columns(self, value):
        self._header.item = {column["id"]: column.get("title") for column in value or ()}
        for row in _rows_in(self):
            row._redraw()

    def _set_auto_header(self, value):
        is_there = self._header._parent is not None
        if value and not is_there:
            Container.add_component(self, self._header, 0)
        elif is_there and not value:
            self._header.remove_from_parent()

    def _set_wrap_on(self, value):
        self.dom.dataset.wrapOn = str(value)


def _rows_in(component):
    for child in component._page_children():
        if isinstance(child, DataRowPanel):
            yield child
        yield from _rows_in(child)
