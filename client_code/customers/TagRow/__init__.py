"""A tag in the list of them. Raises `x-edit`, `x-delete` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import fill_once, menu_item
from .. import tag_texts as texts
from ._anvil_designer import TagRowTemplate


class TagRow(TagRowTemplate):
    @handle("lnk_people", "click")
    def show_people(self, **event_args):
        pages.open_page("contacts", tag=self.item["name"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item(texts.SHOW, "mi:group", self.show_people)]
        if app_context.may("customers.manage"):
            items.append(menu_item(texts.EDIT, "mi:edit", self.edit))
            items.append(menu_item(texts.DELETE, "mi:delete", self.delete))
        return items

    def edit(self, **event_args):
        self.parent.raise_event("x-edit", tag=self.item)

    def delete(self, **event_args):
        self.parent.raise_event("x-delete", tag=self.item)
