"""AvatarMenu: an Avatar that opens a menu, as for the person who is signed in."""

from .. import _properties as prop
from ._menus import MenuContainer, menu_markup
from .Avatar import AVATAR, PersonFace

BUTTON = "anvil-m3-avatarMenu-button"


class AvatarMenu(PersonFace, MenuContainer):
    """Put MenuItems into it, or set `menu_items`; it is called by its `user_name`. Only its items raise "click"."""

    html = menu_markup(
        '<button type="button" aria-haspopup="menu" class="anvil-m3-avatarMenu-button m3-state">'
        '<span class="anvil-m3-avatar anvil-m3-filled" role="img"></span></button>'
    )
    opener = role_part = BUTTON
    opener_raises_click = False
    enabled = prop.enabled(BUTTON)
    avatar_background_color = prop.colour("background-color", AVATAR)
    avatar_text_color = prop.colour("color", AVATAR)
    avatar_border = prop.border(AVATAR)
    avatar_font_size = prop.font_size(AVATAR)
    avatar_font_family = prop.font_family(AVATAR)
    margin = prop.margin(BUTTON)
