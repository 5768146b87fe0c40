"""Entries of menus."""

from m3.components import MenuItem


def menu_item(text, icon, action, visible=True):
    """An entry that calls `action` when it is chosen."""
    item = MenuItem(text=text, leading_icon=icon, visible=visible)
    item.add_event_handler("click", action)
    return item
