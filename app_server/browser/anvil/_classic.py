"""Anvil's classic texts and buttons, plain: apps written for Material 3 use those of ``m3``."""

from ._column_panel import ColumnPanel
from ._component import Component
from ._css import set_sides
from ._media import Media, address_of
from ._prop import Prop
from ._surface import WithIcon, WithText, text_of


class Label(WithIcon, WithText, Component):
    """A text."""

    html = '<div class="anvil-component anvil-label anvil-inlinable"><span class="anvil-label-text"></span></div>'
    padding_part = "_text"
    spacing = Prop(None, "_set_spacing", "spacing")

    def __new__(cls, *args, **kwargs):
        label = super().__new__(cls)
        label._text = label.dom.firstElementChild
        return label

    def _set_text(self, value):
        self._text.textContent = text_of(value)


def keys_of(event):
    """The keys held during a mouse event, as ``click`` hands them on."""
    return {"shift": event.shiftKey, "alt": event.altKey, "ctrl": event.ctrlKey, "meta": event.metaKey}


class Button(WithIcon, WithText, Component):
    """A button; ``align`` "full" makes it as wide as its place."""

    html = (
        '<div class="anvil-component anvil-button anvil-inlinable"><button type="button" class="anvil-btn">'
        '<span class="anvil-button-text"></span></button></div>'
    )
    events = ("click",)
    colour_part = text_part = padding_part = icon_part = "_button"
    align = Prop("center", "_set_align", "enum")
    enabled = Prop(True, "_set_enabled", "boolean")
    spacing = Prop(None, "_set_spacing", "spacing")

    def __new__(cls, *args, **kwargs):
        button = super().__new__(cls)
        button._button = button.dom.firstElementChild
        button.listen("click", button._clicked, button._button)
        return button

    def _clicked(self, event):
        event.anvilHandled = True  # a link around the button is not clicked as well
        self.raise_event("click", keys=keys_of(event))

    def _set_text(self, value):
        self._button.querySelector(".anvil-button-text").textContent = text_of(value)

    def _set_align(self, value):
        is_full = value == "full"
        self._button.style.width = "100%" if is_full else ""
        self.dom.style.textAlign = "" if is_full else str(value)

    def _set_enabled(self, value):
        self._button.disabled = not value


class Link(WithIcon, WithText, ColumnPanel):
    """A link: to ``url`` (an address or a media object) in a new tab, or one that raises ``click``."""

    html = (
        '<a class="anvil-component anvil-container anvil-link anvil-inlinable" role="link" tabindex="0" '
        'rel="noopener noreferrer">'
        '<div class="anvil-link-text"></div><div class="anvil-link-content"></div></a>'
    )
    events = ("click",)
    url = Prop("", "_set_url")
    text_padding = Prop(None, "_set_text_padding", "padding")

    def __new__(cls, *args, **kwargs):
        link = super().__new__(cls)
        link._holder, link._sections = link.dom.children
        link.listen("click", link._clicked)
        link.listen("keydown", link._key)
        return link

    def _clicked(self, event):
        if not getattr(event, "anvilHandled", False):
            event.anvilHandled = True
            self.raise_event("click", keys=keys_of(event))

    def _key(self, event):
        if event.key == "Enter" and not self.dom.hasAttribute("href"):
            self.dom.click()

    def _set_text(self, value):
        self._holder.textContent = text_of(value)

    def _set_text_padding(self, value):
        set_sides(self._holder, "padding", value)

    def _set_url(self, value):
        address = address_of(value) if isinstance(value, Media) else value
        if not address:
            for name in ("href", "target", "download"):
                self.dom.removeAttribute(name)
            return
        self.dom.href = address
        self.dom.target = "_blank"
        if isinstance(value, Media) and value.name:
            self.dom.download = value.name
