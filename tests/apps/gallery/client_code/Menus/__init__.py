"""Menus on buttons, icon buttons and avatars: all looks, long and empty ones."""

from m3.components import MenuItem

from ._anvil_designer import MenusTemplate


class Menus(MenusTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("menus")
        self.menu_many.menu_items = [MenuItem(text="Country {:02}".format(number)) for number in range(40)]
        self.menu_avatar.menu_items = [MenuItem(text="Profile", leading_icon="mi:person"), MenuItem(text="Sign out")]
