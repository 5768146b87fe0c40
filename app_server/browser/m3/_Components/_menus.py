"""What ButtonMenu, IconButtonMenu and AvatarMenu share: a button beside the menu it opens."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Container

MENU = "anvil-m3-menu"


def menu_markup(button):
    """The markup of a button that opens a menu, both in one element."""
    return (
        f'<div class="anvil-m3-menu-component">{button}'
        '<div class="anvil-m3-menu" popover="auto" role="menu"></div></div>'
    )


class MenuContainer(M3Container):
    """Its components are the menu's items; "click" is raised by the opener, unless told, and by every item chosen."""

    host = MENU
    opener = None
    opener_raises_click = True
    events = ("click", "show", "hide")
    menu_items = Prop(None, "_set_menu_items", type="object")
    menu_background_color = prop.colour("background-color", MENU)
    menu_border = prop.border(MENU)

    def __init__(self, **properties):
        super().__init__(**properties)
        self.part(self.opener).popoverTargetElement = self.part(MENU)

    def add_event_handler(self, event_name, handler):
        super().add_event_handler(event_name, handler)
        if event_name == "click" and "menu" not in self._heard:
            self._heard.add("menu")
            if self.opener_raises_click:
                self.listen("click", self.raise_click, self.part(self.opener))
            self.listen("click", self.raise_click, self.part(MENU))

    def _set_menu_items(self, items):
        for item in items:
            self.add_component(item)
