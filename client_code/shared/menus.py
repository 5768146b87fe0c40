"""Entries of menus."""

from m3.components import MenuItem


def menu_item(text, icon, action, visible=True):
    """An entry that calls `action` when it is chosen."""
    item = MenuItem(text=text, leading_icon=icon, visible=visible)
    item.add_event_handler("click", action)
    return item


def fill_once(menu, make_entries):
    """Give `menu` the entries that `make_entries()` answers, the first time: fifty rows need not carry fifty menus."""
    if not getattr(menu.tag, "is_filled", False):
        menu.tag.is_filled = True
        menu.menu_items = make_entries()
