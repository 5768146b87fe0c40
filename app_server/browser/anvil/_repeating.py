"""RepeatingPanel: one form for each item."""

from ._blueprint import class_named
from ._component import Component
from ._prop import Prop
from ._surface import Surface


class RepeatingPanel(Surface, Component):
    """Shows each of ``items`` by a form of its own, made from ``item_template``: a form's name or class.

    ``items`` may be any iterable, also a search of a data table. In a DataGrid that pages, only the rows of the page
    are made.
    """

    html = '<div class="anvil-repeating-panel"></div>'
    item_template = Prop(None, "_set_template", "form")

    def __new__(cls, *args, **kwargs):
        panel = super().__new__(cls)
        panel._items = None
        panel._rows = []
        panel._window = None
        return panel

    @property
    def items(self):
        return self._items

    @items.setter
    def items(self, value):
        # An iterator can be read once only; a list or a search also in parts, and again.
        self._items = value if value is None or hasattr(value, "__getitem__") else list(value)
        self._fill()
        if self._parent is not None:
            grid = _grid_of(self)
            if grid is not None:
                grid._rows_changed()

    def get_components(self):
        """The forms now shown, in the order of their items."""
        return list(self._rows)

    def raise_event_on_children(self, event_name, **event_args):
        """Raise the event on every form shown."""
        for row in list(self._rows):
            row.raise_event(event_name, **event_args)

    def _set_template(self, _value):
        self._fill()

    def _show_window(self, start, count):
        """Show only that part of the items; a count of None is all."""
        window = None if count is None else (start, count)
        if window != self._window:
            self._window = window
            self._fill()

    def _count(self):
        return len(self._items) if self._items is not None else 0

    def _shown_items(self):
        if self._items is None:
            return ()
        if self._window is None:
            return self._items
        start, count = self._window
        return self._items[start : start + count]

    def _fill(self):
        for row in self._rows:
            row.dom.remove()
            row._parent = None
            row._leave_page()
        self._rows = []
        template = self.item_template
        if not template:
            return
        cls = class_named(template) if isinstance(template, str) else template
        for item in self._shown_items():
            row = cls(item=item)
            row._parent = self
            self._rows.append(row)
            self.dom.appendChild(row.dom)
        if self._shown:
            for row in self._rows:
                row._enter_page()

    def _remove(self, row):
        self._rows.remove(row)
        row.dom.remove()
        row._parent = None
        row._leave_page()

    def _page_children(self):
        return list(self._rows)


def _grid_of(component):
    """The DataGrid that the component is in, or None."""
    from ._data_grid import DataGrid

    while component is not None and not isinstance(component, DataGrid):
        component = component._parent
    return component
