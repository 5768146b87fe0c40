"""A company in the list. Raises `x-archive`, `x-restore` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import fill_once, menu_item
from .. import company_texts as texts
from ._anvil_designer import CompanyRowTemplate


class CompanyRow(CompanyRowTemplate):
    @handle("lnk_name", "click")
    def open_company(self, **event_args):
        pages.open_page("company", company_id=self.item["company_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item(texts.SHOW_PEOPLE, "mi:group", self.show_people)]
        if app_context.may("customers.manage"):
            items.append(menu_item(texts.RESTORE, "mi:unarchive", self.restore, self.item["archived"]))
            items.append(menu_item(texts.ARCHIVE, "mi:archive", self.archive, not self.item["archived"]))
        return items

    def show_people(self, **event_args):
        pages.open_page("contacts", company=self.item["company_id"])

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", company=self.item)

    def restore(self, **event_args):
        self.parent.raise_event("x-restore", company=self.item)
