"""MenuItem: one line of a menu."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component

TEXT = "anvil-m3-menuItem-labelText"


class MenuItem(M3Component):
    """A native button with the role of a menu item; icons or text may stand at its ends."""

    html = (
        '<button type="button" role="menuitem" tabindex="-1" class="anvil-m3-menuItem-container m3-state">'
        '<span class="anvil-m3-menuItem-labelText"></span>'
        '<span class="anvil-m3-menuItem-aux anvil-m3-menuItem-trailingText"></span></button>'
    )
    events = ("click",)
    dom_events = {"click": ("click", None, "raise_click")}
    text = prop.text(TEXT)
    trailing_text = prop.text("anvil-m3-menuItem-trailingText")
    leading_icon = prop.icon(None)
    trailing_icon = prop.icon(None, "end")
    leading_icon_color = prop.icon_color(None)
    trailing_icon_color = prop.icon_color(None, "end")
    leading_icon_size = prop.icon_size(None)
    trailing_icon_size = prop.icon_size(None, "end")
    add_icon_space = Prop(False, "_set_icon_space", type="boolean")
    enabled = prop.enabled(None)
    text_color = prop.colour("color", TEXT)
    background_color = prop.colour("background-color")
    bold = prop.bold(TEXT)
    italic = prop.italic(TEXT)
    underline = prop.underline(TEXT)
    font_family = prop.font_family(TEXT)
    font_size = prop.font_size(TEXT, default="")
    spacing = prop.spacing()
    tooltip = prop.tooltip()

    def _set_icon_space(self, value):
        self.dom.classList.toggle("anvil-m3-icon-space", bool(value))
