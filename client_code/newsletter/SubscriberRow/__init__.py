"""Somebody on a newsletter. Raises `x-remove` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import fill_once, menu_item
from .. import texts
from ._anvil_designer import SubscriberRowTemplate


class SubscriberRow(SubscriberRowTemplate):
    @handle("lnk_name", "click")
    def open(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item(texts.SHOW_CONTACT, "mi:person", self.open)]
        if app_context.may("customers.manage") and self.item["status"] in ("active", "pending"):
            items.append(menu_item(texts.REMOVE, "mi:unsubscribe", self.remove))
        return items

    def remove(self, **event_args):
        self.parent.raise_event("x-remove", subscriber=self.item)
