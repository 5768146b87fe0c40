"""Button: an action with a word for it; and the face it shares with ButtonMenu and FileLoader."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component

BUTTON = "anvil-m3-button"
TEXT = "anvil-m3-button-text"
LOOKS = ("filled", "elevated", "tonal", "outlined", "text")


def look(default):
    """The `appearance` of a button; "text" has the class anvil-m3-text-button, since anvil-m3-text is taken."""

    def apply(component, value):
        classes = component.part(BUTTON).classList
        for option in LOOKS:
            classes.toggle("anvil-m3-text-button" if option == "text" else f"anvil-m3-{option}", option == value)

    return prop.PartProp(default, apply, type="enum")


class ButtonFace(M3Component):
    """What a button with a word and an icon looks like; without either it says "Button"."""

    role_part = BUTTON
    text = Prop("", "_draw")
    enabled = prop.enabled(BUTTON)
    align = prop.align()
    icon = Prop("", "_draw", type="icon")
    icon_align = Prop("left", "_draw", type="enum")
    icon_color = prop.style("--m3-icon-ink", BUTTON, prop.css_colour, type="color")
    icon_size = prop.style("--m3-icon-size", BUTTON, prop.css_length, default=None, type="number")
    bold = prop.bold(TEXT, default=True, weight="500")
    italic = prop.italic(TEXT)
    underline = prop.underline(TEXT)
    spacing = prop.spacing(BUTTON)
    tooltip = prop.tooltip()

    def _draw(self, _value):
        right = self.icon_align == "right"
        self.show_icon(BUTTON, "" if right else self.icon, "start")
        self.show_icon(BUTTON, self.icon if right else "", "end")
        self.part(TEXT).textContent = self._words()

    def _words(self):
        if self.text:
            return str(self.text)
        return "" if self.icon else "Button"


class Button(ButtonFace):
    """A native button in one of five looks; `align` "full" makes it as wide as its place."""

    html = (
        '<div class="anvil-m3-button-component"><button type="button" class="anvil-m3-button m3-state anvil-m3-filled">'
        '<span class="anvil-m3-button-text">Button</span></button></div>'
    )
    events = ("click", "show", "hide")
    dom_events = {"click": ("click", BUTTON, "raise_click")}
    appearance = look("filled")
    text_color = prop.colour("color", BUTTON)
    background_color = prop.colour("background-color", BUTTON)
    border = prop.border(BUTTON)
    font_family = prop.font_family(TEXT)
    font_size = prop.font_size(TEXT)
