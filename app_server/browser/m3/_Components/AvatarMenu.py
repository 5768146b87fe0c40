"""AvatarMenu: an Avatar that opens a menu, as for the person who is signed in."""

from anvil._prop import Prop

from .. import _properties as prop
from ._menus import MenuContainer, menu_markup
from .Avatar import AVATAR, draw_person

BUTTON = "anvil-m3-avatarMenu-button"


class AvatarMenu(MenuContainer):
    """Put MenuItems into it, or set `menu_items`; it is called by its `user_name`."""

    html = menu_markup(
        '<button type="button" aria-haspopup="menu" class="anvil-m3-avatarMenu-button m3-state">'
        '<span class="anvil-m3-avatar anvil-m3-filled" role="img"></span></button>'
    )
    opener = role_part = BUTTON
    user_name = Prop("", "_draw")
    image = Prop(None, "_draw", type="uri")
    fallback_icon = Prop("mi:person", "_draw", type="icon")
    appearance = prop.one_of(("filled", "tonal", "outlined"), "filled", AVATAR)
    enabled = prop.enabled(BUTTON)
    align = prop.align()
    avatar_background_color = prop.colour("background-color", AVATAR)
    avatar_text_color = prop.colour("color", AVATAR)
    avatar_border = prop.border(AVATAR)
    avatar_font_size = prop.font_size(AVATAR)
    avatar_font_family = prop.font_family(AVATAR)
    fallback_icon_color = prop.icon_color(AVATAR)
    fallback_icon_size = prop.icon_size(AVATAR)
    margin = prop.margin(BUTTON)
    tooltip = prop.tooltip()

    def __init__(self, **properties):
        super().__init__(**properties)
        self._draw(None)

    def _draw(self, _value):
        draw_person(self, AVATAR)
