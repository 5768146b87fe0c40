"""ToggleIconButton: an IconButton that stays pressed until pressed again."""

from anvil._prop import Prop

from .. import _properties as prop
from .IconButton import BUTTON, IconButton


class ToggleIconButton(IconButton):
    """An IconButton with `selected`, which a click turns round before "click" is raised."""

    html = (
        '<div class="anvil-m3-iconbutton-component"><button type="button" aria-pressed="false" '
        'class="anvil-m3-iconbutton-container m3-state anvil-m3-standard anvil-m3-toggle"></button></div>'
    )
    dom_events = {}
    selected = Prop(None, "_set_selected", type="boolean")
    icon_color = Prop("", "_set_look", type="color")
    background_color = Prop("", "_set_look", type="color")
    border = Prop("", "_set_look")
    selected_icon_color = Prop(None, "_set_look", type="color")
    selected_background_color = Prop(None, "_set_look", type="color")
    selected_border = Prop(None, "_set_look")

    def __init__(self, **properties):
        super().__init__(**properties)
        self.listen("click", self._turn, self.part(BUTTON))

    def _turn(self, event):
        self.selected = not self.selected
        self.write_back("selected")
        self.raise_click(event)

    def _set_selected(self, value):
        self.part(BUTTON).setAttribute("aria-pressed", "true" if value else "false")
        self._set_look(value)

    def _set_look(self, _value):
        state = "selected_" if self.selected else ""
        look = self.part(BUTTON).style
        look.color = prop.css_colour(getattr(self, state + "icon_color"))
        look.backgroundColor = prop.css_colour(getattr(self, state + "background_color"))
        look.border = getattr(self, state + "border") or ""
