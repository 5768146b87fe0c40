"""RichText: text with headings, lists, links; slots in {braces} that take data or components."""

import re

from . import _page
from ._classic import Label
from ._component import Component
from ._container import Container
from ._prop import Prop
from ._surface import Surface, text_of

CONVERSION = re.compile("![sr]$")


class RichText(Surface, Container):
    """Text in markdown, plain or as HTML of which only harmless elements stay.

    {braces} in it are slots unless ``enable_slots`` is False; ``{{`` and ``}}`` are braces. ``data`` fills slots by
    name, with values (in the format after a colon) or components; components added with ``slot`` go there too.
    """

    html = '<div class="anvil-component anvil-container anvil-rich-text anvil-inlinable"></div>'
    spacing = Prop(None, "_set_spacing", "spacing")
    align = Prop("left", "_set_align", "enum")
    font_size = Prop(None, "_set_font_size", "number")
    font = Prop("", "_set_font")
    format = Prop("markdown", "_show", "enum")
    enable_slots = Prop(True, "_show", "boolean")
    content = Prop("", "_show")
    data = Prop(None, "_set_data", "object")

    def __new__(cls, *args, **kwargs):
        text = super().__new__(cls)
        text._slots = {}
        text._filled = []
        return text

    def child_host(self, layout_props):
        slot = self._slots.get(layout_props.get("slot"))
        return self.dom if slot is None else slot[0]

    def clear(self, slot=None):
        """Remove all components, or those of one slot."""
        for component in self.get_components():
            if not slot or component._layout_props.get("slot") == slot:
                component.remove_from_parent()

    def _show(self, _value):
        for child in self._children:
            child._carrier.remove()
        content = text_of(self.content)
        if self.format == "markdown":
            from .js import await_promise

            content = await_promise(_page.api.markdown(content))
        found = _page.api.setRichText(self.dom, content, str(self.format), bool(self.enable_slots))
        self._slots = {}
        for element, written in found:
            name, _, format_text = str(written).partition(":")
            flag = CONVERSION.search(name)
            self._slots[CONVERSION.sub("", name)] = (element, flag and flag.group(), format_text)
        for child in self._children:
            self._place(child, len(self._children), self.child_host(child._layout_props))

    def _place(self, component, position, host):
        super()._place(component, position, host)
        _page.api.hidePlaceholder(host, True)

    def _removed(self, component):
        host = self.child_host(component._layout_props)
        if host != self.dom:
            _page.api.hidePlaceholder(host, False)

    def _set_data(self, data):
        if data is not None and not (hasattr(data, "keys") and hasattr(data, "__getitem__")):
            raise TypeError(f"data must be a mapping or None, not '{type(data).__name__}'")
        filled, self._filled = self._filled, []
        for name in list(self._slots) if data is not None else filled:
            try:
                value = None if data is None else data[name]
            except Exception:  # noqa: BLE001 (what a mapping raises for what it does not have is its own affair)
                data_has_it = False
            else:
                data_has_it = data is not None
            if data_has_it:
                self._fill(name, value)
            elif name in filled:
                self.clear(slot=name)

    def _fill(self, name, value):
        self.clear(slot=name)
        if not isinstance(value, Component):
            value = Label(text=self._formatted(name, value))
        self.add_component(value, slot=name)
        self._filled.append(name)

    def _formatted(self, name, value):
        _element, flag, format_text = self._slots[name]
        try:
            return format(repr(value) if flag == "!r" else str(value) if flag == "!s" else value, format_text)
        except (TypeError, ValueError) as error:
            problem = f"with format string '{format_text}': {error}"
            print(f"Warning: Could not format RichText slot value '{value}' in slot {name} {problem}")
            return ""

    def _set_align(self, value):
        self.dom.style.textAlign = str(value)

    def _set_font_size(self, value):
        self.dom.style.fontSize = f"{value:g}px" if isinstance(value, (int, float)) else ""

    def _set_font(self, value):
        self.dom.style.fontFamily = text_of(value)
