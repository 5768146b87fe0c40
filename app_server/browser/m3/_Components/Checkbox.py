"""Checkbox: a yes or no, with its words beside it."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component

INPUT = "anvil-m3-checkbox"
LABEL = "anvil-m3-checkbox-label"
BOX = "anvil-m3-checkbox-container"


class Checkbox(M3Component):
    """A native checkbox in its label; `checked` None shows as neither, where `allow_indeterminate` is True."""

    html = (
        '<div class="anvil-m3-checkbox-component"><label class="anvil-m3-checkbox-container">'
        '<input type="checkbox" class="anvil-m3-checkbox"><span class="anvil-m3-checkbox-label"></span></label></div>'
    )
    events = ("change", "show", "hide")
    role_part = BOX
    checked = Prop(False, "_set_checked", type="boolean", writeback="change")
    allow_indeterminate = Prop(False, "_set_checked", type="boolean")
    text = prop.text(LABEL)
    enabled = prop.enabled(INPUT)
    error = Prop(False, "_set_error", type="boolean")
    align = prop.align()
    checkbox_color = Prop("", "_set_colour", type="color")
    text_color = prop.colour("color", LABEL)
    background_color = prop.colour("background-color")
    border = prop.border(BOX)
    bold = prop.bold(LABEL)
    italic = prop.italic(LABEL)
    underline = prop.underline(LABEL)
    font_family = prop.font_family(LABEL)
    font_size = prop.font_size(LABEL)
    spacing = prop.spacing()
    tooltip = prop.tooltip()

    def __init__(self, **properties):
        super().__init__(**properties)
        self.listen("change", self._changed, self.part(INPUT))

    def focus(self):
        """Put the keyboard's focus on the box."""
        self.part(INPUT).focus()

    def _changed(self, _event):
        self.keep("checked", self.part(INPUT).checked)
        self.raise_event("change")

    def _set_checked(self, _value):
        box = self.part(INPUT)
        box.checked = bool(self.checked)
        box.indeterminate = self.checked is None and self.allow_indeterminate

    def _set_error(self, value):
        self.part(BOX).classList.toggle("anvil-m3-checkbox-error", bool(value))
        self.part(INPUT).setAttribute("aria-invalid", "true" if value else "false")

    def _set_colour(self, value):
        for name in ("--m3-mark", "--m3-line"):
            self.part(INPUT).style.setProperty(name, prop.css_colour(value))
