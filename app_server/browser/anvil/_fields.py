"""Anvil's classic text fields, plain: apps written for Material 3 use those of ``m3``."""

from ._component import Component
from ._css import css_length
from ._prop import Prop
from ._surface import WithText, text_of

KINDS = ("text", "number", "email", "tel", "url")


class _Field(WithText, Component):
    """What is filled in. Its text is written back before ``lost_focus``."""

    events = ("change", "focus", "lost_focus")
    margin = Prop(None, "_set_margin", "margin")
    enabled = Prop(True, "_set_enabled", "boolean")
    placeholder = Prop("", "_set_placeholder")

    def __new__(cls, *args, **kwargs):
        field = super().__new__(cls)
        field._last_text = ""
        field.listen("input", field._typed)
        field.listen("focus", lambda _event: field.raise_event("focus"))
        field.listen("blur", field._left)
        return field

    def focus(self):
        """Put the cursor into it."""
        self.dom.focus()

    def select(self, start=None, end=None, direction=None):
        """Select what is in it, or a part of it."""
        if start is not None and end is not None:
            self.dom.setSelectionRange(start, end, direction or "none")
        else:
            self.dom.select()

    def _typed(self, _event):
        if self.dom.value != self._last_text:
            self._last_text = self.dom.value
            self.raise_event("change")

    def _left(self, _event):
        self.write_back("text")
        self.raise_event("lost_focus")

    def _get_text(self):
        return str(self.dom.value)

    def _set_text(self, value):
        self.dom.value = self._last_text = text_of(value)

    def _set_enabled(self, value):
        self.dom.disabled = not value

    def _set_placeholder(self, value):
        self.dom.placeholder = text_of(value)

    def _set_tooltip(self, value):
        # A classic field has no label: its tooltip tells screen readers what it is for.
        super()._set_tooltip(value)
        self.dom.ariaLabel = text_of(value) or None


class TextBox(_Field):
    """One line of text; a number box gives a number, or None when empty. Enter writes back and raises pressed_enter."""

    html = '<input class="anvil-component anvil-text-box" type="text">'
    events = ("pressed_enter",)
    type = Prop("text", "_set_kind", "enum")
    hide_text = Prop(False, "_set_kind", "boolean")
    text = Prop("", "_set_text", read="_get_text")

    def __new__(cls, *args, **kwargs):
        box = super().__new__(cls)
        box.listen("keydown", box._key)
        return box

    def _key(self, event):
        if event.key == "Enter":
            event.stopPropagation()
            event.preventDefault()
            self.write_back("text")
            self.raise_event("pressed_enter")

    def _set_kind(self, _value):
        self.dom.type = "password" if self.hide_text else self._kind()

    def _kind(self):
        kind = text_of(self.type)
        return kind if kind in KINDS else "text"

    def _get_text(self):
        text = str(self.dom.value)
        if self._kind() != "number":
            return text
        try:
            number = float(text)
        except ValueError:
            return None
        return int(number) if number.is_integer() else number


class TextArea(_Field):
    """Lines of text; with ``auto_expand`` as high as they need."""

    html = '<textarea class="anvil-component anvil-text-area"></textarea>'
    height = Prop("", "_set_height")
    auto_expand = Prop(False, "_set_auto_expand", "boolean")
    text = Prop("", "_set_text", read="_get_text")

    def _set_height(self, value):
        self.dom.style.setProperty("min-height" if self.auto_expand else "height", css_length(value))

    def _set_auto_expand(self, value):
        self.dom.style.setProperty("field-sizing", "content" if value else "")
        for name in ("height", "min-height"):
            self.dom.style.removeProperty(name)
        self._set_height(self.height)
