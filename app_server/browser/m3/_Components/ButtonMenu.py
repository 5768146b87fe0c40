"""ButtonMenu: a Button that opens a menu."""

from anvil._prop import Prop

from .. import _properties as prop
from ._menus import MenuContainer, menu_markup
from .Button import BUTTON, TEXT, look


class ButtonMenu(MenuContainer):
    """Put MenuItems into it, or set `menu_items`; the button's properties begin with `button_` where both have them."""

    html = menu_markup(
        '<button type="button" aria-haspopup="menu" class="anvil-m3-button m3-state anvil-m3-elevated">'
        '<span class="anvil-m3-button-text"></span></button>'
    )
    opener = role_part = BUTTON
    text = prop.text(TEXT)
    appearance = look("elevated")
    enabled = prop.enabled(BUTTON)
    align = prop.align()
    icon = Prop("", "_set_icon", type="icon")
    icon_align = Prop("left", "_set_icon", type="enum")
    icon_color = prop.style("--m3-icon-ink", BUTTON, prop.css_colour, type="color")
    icon_size = prop.style("--m3-icon-size", BUTTON, prop.css_length, default=None, type="number")
    button_text_color = prop.colour("color", BUTTON)
    button_background_color = prop.colour("background-color", BUTTON)
    button_border = prop.border(BUTTON)
    button_font_family = prop.font_family(TEXT)
    button_font_size = prop.font_size(TEXT)
    bold = prop.bold(TEXT, default=True)
    italic = prop.italic(TEXT)
    underline = prop.underline(TEXT)
    spacing = prop.spacing(BUTTON)
    tooltip = prop.tooltip()

    def _set_icon(self, _value):
        right = self.icon_align == "right"
        self.show_icon(BUTTON, "" if right else self.icon, "start")
        self.show_icon(BUTTON, self.icon if right else "", "end")
