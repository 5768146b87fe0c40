"""One recipient of a campaign on one channel. Raises `x-select`, `x-remove` and `x-settle` on its panel."""

from anvil import handle

from ...shared import pages
from ...shared.menus import fill_once, menu_item
from .. import recipient_texts as texts
from ._anvil_designer import RecipientRowTemplate


class RecipientRow(RecipientRowTemplate):
    @handle("lnk_name", "click")
    def open_contact(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])

    @handle("cb_selected", "change")
    def cb_selected_change(self, **event_args):
        self.raise_on_panel("x-select", selected=self.cb_selected.checked)

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item(texts.OPEN_CONTACT, "mi:open_in_full", self.open_contact)]
        if self.item["may_remove"]:
            items.append(menu_item(texts.REMOVE, "mi:person_remove", self.remove))
        if self.item["may_settle"]:
            items.append(menu_item(texts.MARK_SENT, "mi:check", self.settler("mark_messages_as_sent")))
            items.append(menu_item(texts.SEND_AGAIN, "mi:refresh", self.settler("send_messages_again")))
        return items

    def remove(self, **event_args):
        self.raise_on_panel("x-remove")

    def settler(self, name):
        def settle(**event_args):
            self.raise_on_panel("x-settle", name=name)

        return settle

    def raise_on_panel(self, event, **more):
        self.parent.raise_event(event, send_key=self.item["send_key"], **more)
