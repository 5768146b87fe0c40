"""ButtonMenu: a Button that opens a menu."""

from .. import _properties as prop
from ._menus import MenuContainer, menu_markup
from .Button import BUTTON, TEXT, ButtonFace, look


class ButtonMenu(ButtonFace, MenuContainer):
    """Put MenuItems into it, or set `menu_items`; the button's properties begin with `button_` where both have them."""

    html = menu_markup(
        '<button type="button" aria-haspopup="menu" class="anvil-m3-button m3-state anvil-m3-elevated">'
        '<span class="anvil-m3-button-text">Button</span></button>'
    )
    opener = BUTTON
    appearance = look("elevated")
    button_text_color = prop.colour("color", BUTTON)
    button_background_color = prop.colour("background-color", BUTTON)
    button_border = prop.border(BUTTON)
    button_font_family = prop.font_family(TEXT)
    button_font_size = prop.font_size(TEXT)
