"""Anvil's classic choices, plain: apps written for Material 3 use those of ``m3``."""

from . import _page
from ._component import Component
from ._prop import Prop
from ._surface import StyledText, WithText, text_of

NOTHING = object()
INVALID = "<Invalid value>"


class _Ticked(WithText, Component):
    """A native box or circle with a text beside it."""

    text_part = "_label"
    padding_part = "dom"
    spacing = Prop(None, "_set_spacing", "spacing")
    enabled = Prop(True, "_set_enabled", "boolean")

    def __new__(cls, *args, **kwargs):
        component = super().__new__(cls)
        component._input = component.dom.querySelector("input")
        component._label = component.dom.querySelector("span")
        component.listen("change", component._changed, component._input)
        return component

    def focus(self):
        """Give it the keyboard focus."""
        self._input.focus()

    def _is_checked(self):
        return bool(self._input.checked)

    def _set_checked(self, value):
        self._input.checked = bool(value)

    def _set_enabled(self, value):
        self._input.disabled = not value


class CheckBox(_Ticked):
    """A box to tick; with ``allow_indeterminate`` it may be neither, which is None."""

    html = (
        '<div class="anvil-component anvil-check-box anvil-inlinable"><label><input type="checkbox"> '
        "<span></span></label></div>"
    )
    events = ("change",)
    allow_indeterminate = Prop(False, "_set_allow_indeterminate", "boolean")
    checked = Prop(False, "_set_checked", "boolean", read="_get_checked")

    def _get_checked(self):
        return None if self.allow_indeterminate and self._input.indeterminate else self._is_checked()

    def _set_checked(self, value):
        if self.allow_indeterminate:
            self._input.indeterminate = value is None
        super()._set_checked(value)

    def _set_allow_indeterminate(self, value):
        self._input.indeterminate = bool(value) and self._values.get("checked", False) is None

    def _changed(self, _event):
        self.write_back("checked")
        self.raise_event("change")


class RadioButton(_Ticked):
    """One of the group called ``group_name``, all over the page."""

    html = (
        '<div class="anvil-component anvil-radio anvil-inlinable"><label>'
        '<input type="radio" name="radioGroup1" value=""> <span></span></label></div>'
    )
    events = ("clicked", "change")
    group_name = Prop("radioGroup1", "_set_group_name", read="_get_group_name")
    value = Prop("", "_set_value", read="_get_value")
    selected = Prop(False, "_set_checked", "boolean", read="_is_checked")

    def get_group_value(self):
        """The ``value`` of the one that is selected in this group on the page, or None."""
        return _page.api.radioValue(self._get_group_name())

    def _get_group_name(self):
        return str(self._input.name)

    def _set_group_name(self, value):
        self._input.name = text_of(value)

    def _get_value(self):
        return str(self._input.value)

    def _set_value(self, value):
        self._input.value = text_of(value)

    def _changed(self, _event):
        self.raise_event("clicked")
        self.raise_event("change")


class DropDown(StyledText, Component):
    """One of ``items``: texts, or (text, value). A value that is none of theirs is shown as invalid, and kept."""

    html = '<div class="anvil-component anvil-dropdown"><select class="anvil-drop-down"></select></div>'
    events = ("change",)
    text_part = colour_part = "_select"
    margin = Prop(None, "_set_margin", "margin")
    align = Prop("full", "_set_align", "enum")
    enabled = Prop(True, "_set_enabled", "boolean")
    include_placeholder = Prop(False, "_set_placeholder", "boolean")
    placeholder = Prop("", "_set_placeholder")
    items = Prop((), "_set_items", "text[]", read="_get_items")
    selected_value = Prop(None, "_set_selected", "object", read="_get_selected")

    def __new__(cls, *args, **kwargs):
        drop_down = super().__new__(cls)
        drop_down._select = drop_down.dom.firstElementChild
        drop_down._items = []
        drop_down._pairs = []
        drop_down._index = -1  # of what is selected in _pairs; -1 for the placeholder or nothing
        drop_down._invalid = NOTHING
        drop_down.listen("change", drop_down._changed, drop_down._select)
        return drop_down

    def focus(self):
        """Give it the keyboard focus."""
        self._select.focus()

    def _set_tooltip(self, value):
        super()._set_tooltip(value)
        self._select.ariaLabel = text_of(value) or None

    def _get_items(self):
        return self._items

    def _set_items(self, value):
        items = list(value)
        pairs = [_pair(item, number) for number, item in enumerate(items)]
        wanted = self._get_selected() if self._invalid is not NOTHING or self._index >= 0 else NOTHING
        self._items, self._pairs = items, pairs
        self._index = next((n for n, pair in enumerate(pairs) if wanted is not NOTHING and pair[1] == wanted), -1)
        if self._index >= 0 or (self.include_placeholder and self._invalid is None):
            self._invalid = NOTHING
        elif pairs and not self.include_placeholder:
            self._index, self._invalid = 0, NOTHING
        self._draw()

    def _set_placeholder(self, _value):
        self._set_items(self._items)

    def _get_selected(self):
        if self._invalid is not NOTHING:
            return self._invalid
        return self._pairs[self._index][1] if 0 <= self._index < len(self._pairs) else None

    def _set_selected(self, value):
        self._index = next((number for number, pair in enumerate(self._pairs) if pair[1] == value), -1)
        is_placeholder = self.include_placeholder and value is None
        self._invalid = NOTHING if self._index >= 0 or is_placeholder else value
        self._draw()

    def _draw(self):
        """The options: the placeholder, those of the items, and what is none of them."""
        labels = [text for text, _value in self._pairs]
        offset = 1 if self.include_placeholder else 0
        if offset:
            labels.insert(0, text_of(self.placeholder))
        chosen = self._index + offset
        if self._invalid is not NOTHING:
            chosen = len(labels)
            labels.append(INVALID)
        _page.draw_options(self._select, labels)
        self._select.selectedIndex = chosen

    def _changed(self, _event):
        self._index = self._select.selectedIndex - (1 if self.include_placeholder else 0)
        self._invalid = NOTHING
        if self._select.options.length > len(self._pairs) + (1 if self.include_placeholder else 0):
            self._draw()
        self.write_back("selected_value")
        self.raise_event("change")

    def _set_align(self, value):
        is_full = value == "full"
        self._select.style.width = "" if is_full else "auto"
        self.dom.style.textAlign = "" if is_full else str(value)

    def _set_enabled(self, value):
        self._select.disabled = not value


def _pair(item, number):
    if isinstance(item, str):
        return item, item
    if not isinstance(item, (list, tuple)):
        raise TypeError("'items' must be a list of strings or tuples")
    pair = tuple(item)
    if len(pair) != 2 or not isinstance(pair[0], str):
        problem = f"(at item {number} got {pair!r})"
        raise TypeError(f"Dropdown item tuples must be of the form ('label', value), {problem}")
    return pair
