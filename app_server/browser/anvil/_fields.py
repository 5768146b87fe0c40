"""Anvil's classic fields, plain: apps written for Material 3 use those of ``m3``."""

from . import _page
from ._classic import _WithText
from ._component import Component
from ._media import FileMedia
from ._prop import Prop
from ._surface import Surface


class _Field(Surface, Component):
    """What is filled in."""

    events = ("change", "pressed_enter", "focus", "lost_focus")
    enabled = Prop(True, "_set_enabled", "boolean")
    placeholder = Prop("", "_set_placeholder")

    def __new__(cls, *args, **kwargs):
        field = super().__new__(cls)
        for dom_event, name in (("input", "change"), ("focus", "focus"), ("blur", "lost_focus")):
            field.listen(dom_event, lambda _event, name=name: field.raise_event(name))
        field.listen("keydown", field._key)
        return field

    @property
    def text(self):
        return self._entered(self.dom.value)

    @text.setter
    def text(self, value):
        self.dom.value = "" if value is None else str(value)

    def focus(self):
        """Put the cursor into it."""
        self.dom.focus()

    def select(self):
        """Select what is in it."""
        self.dom.select()

    def raise_event(self, event_name, **event_args):
        if event_name in ("pressed_enter", "lost_focus"):
            self.write_back("text")
        super().raise_event(event_name, **event_args)

    def _entered(self, text):
        return text

    def _key(self, event):
        if event.key == "Enter":
            self.raise_event("pressed_enter")

    def _set_enabled(self, value):
        self.dom.disabled = not value

    def _set_placeholder(self, value):
        self.dom.placeholder = value or ""


class TextBox(_Field):
    """One line of text; a number box gives a float, or None when empty."""

    html = '<input class="anvil-text-box">'
    type = Prop("text", "_set_type", "enum")
    hide_text = Prop(False, "_set_hide_text", "boolean")

    def _set_type(self, value):
        self.dom.type = value or "text"

    def _set_hide_text(self, value):
        self.dom.type = "password" if value else self.type

    def _entered(self, text):
        if self.type != "number":
            return text
        return float(text) if text else None


class TextArea(_Field):
    """Lines of text."""

    html = '<textarea class="anvil-text-area"></textarea>'

    def _key(self, event):
        """Nothing: Enter begins a line."""


class CheckBox(_WithText, Component):
    """A box to tick."""

    html = '<label class="anvil-check-box"><input type="checkbox"> <span></span></label>'
    events = ("change",)
    enabled = Prop(True, "_set_enabled", "boolean")

    def __new__(cls, *args, **kwargs):
        box = super().__new__(cls)
        box._input, box._label = box.dom.children
        box.listen("change", box._changed, box._input)
        return box

    @property
    def checked(self):
        return bool(self._input.checked)

    @checked.setter
    def checked(self, value):
        self._input.checked = bool(value)

    def _changed(self, _event):
        self.write_back("checked")
        self.raise_event("change")

    def _set_text(self, value):
        self._label.textContent = "" if value is None else str(value)

    def _set_enabled(self, value):
        self._input.disabled = not value


class DropDown(Surface, Component):
    """One of ``items``: texts, or (text, value)."""

    html = '<select class="anvil-drop-down"></select>'
    events = ("change",)
    items = Prop((), "_draw", "text[]")
    include_placeholder = Prop(False, "_draw", "boolean")
    placeholder = Prop("", "_draw")
    enabled = Prop(True, "_set_enabled", "boolean")

    def __new__(cls, *args, **kwargs):
        drop_down = super().__new__(cls)
        drop_down._chosen = None
        drop_down.listen("change", drop_down._changed)
        return drop_down

    @property
    def selected_value(self):
        return self._chosen

    @selected_value.setter
    def selected_value(self, value):
        self._chosen = value
        self._draw(None)

    def _choices(self):
        pairs = [tuple(item) if isinstance(item, (tuple, list)) else (item, item) for item in self.items or ()]
        return [(self.placeholder or "", None), *pairs] if self.include_placeholder else pairs

    def _draw(self, _value):
        choices = self._choices()
        values = [value for _text, value in choices]
        if self._chosen not in values:
            self._chosen = values[0] if values and self._chosen is None else self._chosen
        _page.draw_options(self.dom, [str(text) for text, _value in choices])
        self.dom.selectedIndex = values.index(self._chosen) if self._chosen in values else -1

    def _changed(self, _event):
        self._chosen = self._choices()[self.dom.selectedIndex][1]
        self.write_back("selected_value")
        self.raise_event("change")

    def _set_enabled(self, value):
        self.dom.disabled = not value


class FileLoader(Surface, Component):
    """A button to choose files with."""

    html = '<label class="anvil-file-loader"><span>Upload</span> <input type="file"></label>'
    events = ("change",)
    text = Prop("Upload", "_set_text")
    file_types = Prop("", "_set_file_types")
    multiple = Prop(False, "_set_multiple", "boolean")

    def __new__(cls, *args, **kwargs):
        loader = super().__new__(cls)
        loader._label, loader._input = loader.dom.children
        loader.listen("change", loader._changed, loader._input)
        return loader

    @property
    def files(self):
        """The chosen files as media objects."""
        return [FileMedia(file) for file in self._input.files]

    @property
    def file(self):
        """The first of them, or None."""
        return next(iter(self.files), None)

    def clear(self):
        """Forget what was chosen."""
        self._input.value = ""

    def _changed(self, _event):
        files = self.files
        self.raise_event("change", file=files[0] if files else None, files=files)

    def _set_text(self, value):
        self._label.textContent = value or ""

    def _set_file_types(self, value):
        self._input.accept = value or ""

    def _set_multiple(self, value):
        self._input.multiple = bool(value)
