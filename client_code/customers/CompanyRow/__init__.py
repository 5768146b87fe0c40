"""A company in the list. Raises `x-archive`, `x-restore` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import menu_item
from .. import company_texts as texts
from ._anvil_designer import CompanyRowTemplate


class CompanyRow(CompanyRowTemplate):
    def __init__(self, **properties):
        self._has_menu = False
        super().__init__(**properties)

    @handle("lnk_name", "click")
    def open_company(self, **event_args):
        pages.open_page("company", company_id=self.item["company_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        """Fill the menu the first time it opens."""
        if self._has_menu:
            return
        self._has_menu = True
        items = [menu_item(texts.SHOW_PEOPLE, "mi:group", self.show_people)]
        if app_context.may("customers.manage"):
            items.append(menu_item(texts.RESTORE, "mi:unarchive", self.restore, self.item["archived"]))
            items.append(menu_item(texts.ARCHIVE, "mi:archive", self.archive, not self.item["archived"]))
        self.menu_row.menu_items = items

    def show_people(self, **event_args):
        pages.open_page("contacts", company=self.item["company_id"])

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", company=self.item)

    def restore(self, **event_args):
        self.parent.raise_event("x-restore", company=self.item)
