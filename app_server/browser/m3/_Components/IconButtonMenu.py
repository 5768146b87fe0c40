"""IconButtonMenu: an IconButton that opens a menu."""

from .. import _properties as prop
from ._menus import MenuContainer, menu_markup
from .IconButton import BUTTON, IconButtonFace


class IconButtonMenu(IconButtonFace, MenuContainer):
    """Put MenuItems into it, or set `menu_items`."""

    html = menu_markup(
        '<button type="button" aria-haspopup="menu" aria-label="More actions" '
        'class="anvil-m3-iconbutton-container m3-state anvil-m3-standard"></button>'
    )
    opener = BUTTON
    button_background_color = prop.colour("background-color", BUTTON)
    button_border = prop.border(BUTTON)
