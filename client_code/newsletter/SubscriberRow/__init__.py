"""Somebody on a newsletter. Raises `x-remove` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import menu_item
from .. import texts
from ._anvil_designer import SubscriberRowTemplate


class SubscriberRow(SubscriberRowTemplate):
    def __init__(self, **properties):
        self._has_menu = False
        super().__init__(**properties)

    @handle("lnk_name", "click")
    def open(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        """Fill the menu the first time it opens."""
        if self._has_menu:
            return
        self._has_menu = True
        items = [menu_item(texts.SHOW_CONTACT, "mi:person", self.open)]
        if app_context.may("customers.manage") and self.item["status"] in ("active", "pending"):
            items.append(menu_item(texts.REMOVE, "mi:unsubscribe", self.remove))
        self.menu_row.menu_items = items

    def remove(self, **event_args):
        self.parent.raise_event("x-remove", subscriber=self.item)
