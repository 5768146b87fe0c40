"""TextBox: one line of text, a number, or a password."""

from anvil._prop import Prop

from ... import _properties as prop
from ..._base import page
from . import FIELD, INPUT, TextInput, TextProp, field_markup


class TextBox(TextInput):
    """A native input, so that autofill and password managers see it as what it is.

    `text` is a string; of type "number" it is a float, "" when empty. A bound `text` is written back on Enter and when
    the field is left. A `role` that is an autocomplete name ("username", "new-password") is also used as that.
    """

    html = field_markup('<input class="anvil-m3-textinput-input anvil-m3-textbox" type="text" placeholder=" ">')
    events = ("pressed_enter", "trailing_icon_click")
    dom_events = {
        **TextInput.dom_events,
        "pressed_enter": ("m3-enter", INPUT, "_raise_pressed_enter"),
        "trailing_icon_click": ("m3-trailing", FIELD, "_raise_trailing_icon_click"),
    }
    text = TextProp("", "_set_text")
    type = Prop(None, "_set_type", type="enum")
    hide_text = Prop(None, "_set_type", type="boolean")
    leading_icon = Prop(None, "_set_leading_icon", type="icon")
    trailing_icon = Prop(None, "_set_trailing_icon", type="icon")
    leading_icon_color = prop.icon_color(FIELD, default=None)
    trailing_icon_color = prop.icon_color(FIELD, "end", default=None)

    def add_event_handler(self, event_name, handler):
        super().add_event_handler(event_name, handler)
        if event_name == "trailing_icon_click":
            self._set_trailing_icon(None)

    def _get_text(self):
        value = self.part(INPUT).value
        return float(value) if value and self.type == "number" else value

    def _set_type(self, _value):
        page().setType(self.part(INPUT), "password" if self.hide_text else self.type or "text")

    def _set_leading_icon(self, value):
        self.dom.classList.toggle("anvil-m3-with-leading-icon", bool(value))
        self.show_icon(FIELD, value)

    def _set_trailing_icon(self, _value):
        icon = "mi:error" if self.error else self.trailing_icon
        clickable = bool(self.get_event_handlers("trailing_icon_click"))
        page().setTrailingIcon(self.dom, icon or "", clickable)

    def _set_error(self, value):
        super()._set_error(value)
        self._set_trailing_icon(value)

    def _raise_pressed_enter(self, _event):
        self.write_back("text")
        self.raise_event("pressed_enter")

    def _raise_trailing_icon_click(self, event):
        self.raise_click(event.detail, "trailing_icon_click")
