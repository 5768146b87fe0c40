"""IconButtonMenu: an IconButton that opens a menu."""

from .. import _properties as prop
from ._menus import MenuContainer, menu_markup
from .IconButton import BUTTON


class IconButtonMenu(MenuContainer):
    """Put MenuItems into it, or set `menu_items`; its `tooltip` is its name for a screen reader."""

    html = menu_markup(
        '<button type="button" aria-haspopup="menu" aria-label="More actions" '
        'class="anvil-m3-iconbutton-container m3-state anvil-m3-standard"></button>'
    )
    opener = role_part = BUTTON
    icon = prop.icon(BUTTON, default="mi:star")
    appearance = prop.one_of(("standard", "filled", "tonal", "outlined"), "standard", BUTTON)
    enabled = prop.enabled(BUTTON)
    align = prop.align()
    icon_color = prop.colour("color", BUTTON)
    button_background_color = prop.colour("background-color", BUTTON)
    button_border = prop.border(BUTTON)
    margin = prop.margin(BUTTON)
    tooltip = prop.tooltip(BUTTON)

    def __init__(self, **properties):
        super().__init__(**properties)
        if "icon" not in properties:
            self.icon = self.icon
