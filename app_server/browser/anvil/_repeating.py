"""RepeatingPanel: one form for each item."""

from . import _page, _presence
from ._blueprint import form_class
from ._component import Component
from ._container import Container
from ._paging import NO_LIMIT, Part, can_page, pager_around
from ._prop import Prop
from ._surface import Surface


class RepeatingPanel(Surface, Component):
    """Shows each of ``items`` by a form of its own, made from ``item_template``: a form's name or class.

    ``items`` may be any iterable, also a search of a data table: no more of it is read than is shown. In a DataGrid
    that pages, only the rows of the page are made, and kept for when it is shown again.
    """

    html = '<div class="anvil-component anvil-repeating-panel"></div>'
    margin = Prop(None, "_set_margin", "margin")
    items = Prop(None, "_set_items", "object")
    item_template = Prop(None, "_set_template", "form")

    def __new__(cls, *args, **kwargs):
        panel = super().__new__(cls)
        panel._unread = iter(())
        panel._read = []
        panel._make_row = None
        panel._made = {}
        panel._rows = []
        panel._present = Part(0, None, True)
        return panel

    def get_components(self):
        """The forms now shown, in the order of their items."""
        return list(self._rows)

    raise_event_on_children = Container.raise_event_on_children

    def _set_items(self, value):
        self._unread = iter(() if value is None else value)
        self._read = []
        self._begin_anew()

    def _set_template(self, template):
        self._make_row = None
        try:
            self._make_row = form_class(template) if template else None
        except (ImportError, AttributeError) as error:
            _page.report(error)
        self._begin_anew()

    def _begin_anew(self):
        self._made = {}
        for row in self._rows:
            self._take_out(row)
        self._rows = []
        pager = pager_around(self)
        if pager is None:
            self._paginate(None, NO_LIMIT)
        else:
            pager._rows_changed()

    def _item(self, number):
        """(item,), or () past the last."""
        while len(self._read) <= number:
            try:
                self._read.append(next(self._unread))
            except StopIteration:
                return ()
        return (self._read[number],)

    def _paginate(self, start, quota):
        number, inner, was_done = start or (0, None, False)
        if was_done:
            number, inner = number + 1, None
        before, self._rows = self._rows, []
        rows, stop, done = 0, None, True
        while self._make_row is not None:
            item = self._item(number)
            if not item:
                break
            if rows >= quota:
                done = False
                break
            row = self._row(number, item[0], before)
            if can_page(row):
                part = row._paginate(inner, quota - rows)
                rows += part.rows
                stop, done = (number, part.stop, part.done), done and part.done
            number, inner = number + 1, None
        for row in before:
            if row not in self._rows:
                self._take_out(row)
        return Part(rows, stop, done)

    def _row(self, number, item, before):
        """Show the row of an item: the one made before, or a new one."""
        row = self._made.get(number)
        if row is None:
            row = self._made[number] = self._make_row(item=item)
        is_there = row in before
        self._rows.append(row)
        if not is_there:
            row._parent = self
            row._layout_props = {}
        self.dom.appendChild(row.dom)
        if self._shown and not is_there:
            _presence.enter(row)
        return row

    def _take_out(self, row):
        row.dom.remove()
        row._parent = None
        row._leave_page()

    def _remove(self, row):
        self._rows.remove(row)
        self._take_out(row)

    def _count(self):
        """How many rows all items make, or None when that cannot be told without reading them all."""
        if self.items is None or self._make_row is None:
            return 0
        return len(self.items) if hasattr(self.items, "__len__") else None

    def _page_children(self):
        return tuple(self._rows)
