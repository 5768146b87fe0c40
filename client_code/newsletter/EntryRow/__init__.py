"""A sign-up form or a newsletter in its list. Raises `x-archive` and `x-restore` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import fill_once, menu_item
from .. import texts
from ._anvil_designer import EntryRowTemplate


class EntryRow(EntryRowTemplate):
    @handle("lnk_name", "click")
    def open(self, **event_args):
        self.open_page(self.item["kind"].page_of_one)

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item(texts.OPEN, self.item["kind"].icon, self.open)]
        if app_context.may("campaigns.manage") and self.item["is_archived"]:
            items.append(menu_item(texts.RESTORE, "mi:unarchive", self.restore))
        elif app_context.may("campaigns.manage"):
            items.append(menu_item(texts.EDIT, "mi:edit", self.edit))
            items.append(menu_item(texts.ARCHIVE, "mi:archive", self.archive))
        return items

    def edit(self, **event_args):
        self.open_page(self.item["kind"].editor)

    def open_page(self, page):
        """Open a page of this form or newsletter."""
        key = self.item["kind"].key
        pages.open_page(page, **{key: self.item[key]})

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", entry=self.item)

    def restore(self, **event_args):
        self.parent.raise_event("x-restore", entry=self.item)
