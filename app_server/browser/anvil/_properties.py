"""Properties that forms have: ``item``, and those a custom component declares in its template."""

import copy

from ._prop import Prop


class Item:
    """What a form is about; setting it refreshes the form's data bindings."""

    def __get__(self, form, owner=None):
        if form is None:
            return self
        return form.__dict__.setdefault("_item", {})

    def __set__(self, form, value):
        form.__dict__["_item"] = value
        form._item_set(value)
        if form._refresh_on_item:
            form.refresh_data_bindings()


class CustomProperty(Prop):
    """A property of a custom component: a value that its code may override with one of its own."""

    def __init__(self, description):
        super().__init__(
            description.get("default_value"),
            type=description.get("type", "string"),
            writeback=tuple(description.get("binding_writeback_events") or ()),
        )

    def default_of(self):
        """The declared default; a list or dict is each form's own."""
        return copy.deepcopy(self.default)
