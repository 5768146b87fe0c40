"""A contact in the list: a table row, on a phone a card. Raises `x-select`, `x-archive`, `x-restore` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import fill_once, menu_item
from ._anvil_designer import ContactRowTemplate


class ContactRow(ContactRowTemplate):
    @handle("lnk_name", "click")
    def open_contact(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])

    @handle("cb_selected", "change")
    def cb_selected_change(self, **event_args):
        self.item["selected"] = self.cb_selected.checked
        self.parent.raise_event("x-select", contact_id=self.item["contact_id"], selected=self.cb_selected.checked)

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item("Open", "mi:open_in_full", self.open_contact)]
        if app_context.may("customers.manage"):
            items.append(menu_item("Edit", "mi:edit", self.edit))
            items.append(menu_item("Restore", "mi:unarchive", self.restore, self.item["archived"]))
            items.append(menu_item("Archive", "mi:archive", self.archive, not self.item["archived"]))
        return items

    def edit(self, **event_args):
        pages.open_page("contact-edit", contact_id=self.item["contact_id"])

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", contact_ids=[self.item["contact_id"]])

    def restore(self, **event_args):
        self.parent.raise_event("x-restore", contact_ids=[self.item["contact_id"]])
