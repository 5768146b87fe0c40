"""Anvil's classic texts and buttons, plain: apps written for Material 3 use those of ``m3``."""

from ._component import Component
from ._container import Container
from ._prop import Prop
from ._surface import Surface


class _WithText(Surface):
    """What shows a text, plain or bold, in a colour."""

    text = Prop("", "_set_text")
    bold = Prop(False, "_set_bold", "boolean")
    italic = Prop(False, "_set_italic", "boolean")
    align = Prop("left", "_set_align", "enum")
    font_size = Prop(None, "_set_font_size", "number")
    icon = Prop("")

    def _set_text(self, value):
        self.dom.textContent = "" if value is None else str(value)

    def _set_bold(self, value):
        self.dom.style.fontWeight = "bold" if value else ""

    def _set_italic(self, value):
        self.dom.style.fontStyle = "italic" if value else ""

    def _set_align(self, value):
        self.dom.style.textAlign = value or ""

    def _set_font_size(self, value):
        self.dom.style.fontSize = f"{value}px" if value else ""


class Label(_WithText, Component):
    """A text."""

    html = '<div class="anvil-label"></div>'


class _Pressable(_WithText):
    """What is clicked."""

    enabled = Prop(True, "_set_enabled", "boolean")

    def __new__(cls, *args, **kwargs):
        component = super().__new__(cls)
        component.listen("click", component._clicked)
        return component

    def _clicked(self, event):
        keys = {"shift": event.shiftKey, "alt": event.altKey, "ctrl": event.ctrlKey, "meta": event.metaKey}
        self.raise_event("click", keys=keys)

    def _set_enabled(self, value):
        self.dom.disabled = not value


class Button(_Pressable, Component):
    """A button."""

    html = '<button type="button" class="anvil-button"></button>'
    events = ("click",)


class Link(_Pressable, Container):
    """A link: to ``url``, or one that raises ``click``."""

    html = '<a class="anvil-link" tabindex="0"></a>'
    events = ("click",)
    url = Prop("", "_set_url")

    def _set_url(self, value):
        if value:
            self.dom.href = value
            self.dom.target = "_blank"
            self.dom.rel = "noopener"
        else:
            self.dom.removeAttribute("href")
