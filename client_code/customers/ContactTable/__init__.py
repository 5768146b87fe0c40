"""A page of contacts as a table, on a phone as cards, with the way to other pages.

Raises `x-turn` with `cursor, pages_on` and `x-select` with `contact_id, selected`. Its form has `load()` and `layout`.
"""

import anvil
from anvil import handle

from ...shared import app_context, formats
from .. import archiving, columns
from ..contact_view import as_list_row
from ._anvil_designer import ContactTableTemplate


class ContactTable(ContactTableTemplate):
    def __init__(self, **properties):
        self.options, self.names, self.answer = {}, [], {}
        super().__init__(**properties)

    def show_columns(self, names, options):
        """Show the columns of these names; `options` are those of the list, the business's own fields among them."""
        self.names, self.options = names, options
        self.rp_contacts.items = []
        self.dg_contacts.columns = columns.shown(names, options["fields"])

    def show(self, answer, first, is_selected):
        """Show a page of the server's answer that begins with row `first`; `is_selected` tells of an id."""
        self.answer = answer
        contacts = answer["contacts"]
        locale = app_context.config().get("locale")
        self.lbl_range.text = formats.page_range(first, len(contacts), answer["total"], locale)
        self.btn_previous.enabled = bool(answer["previous_cursor"])
        self.btn_next.enabled = bool(answer["next_cursor"])
        self.rp_contacts.items = [as_list_row(contact, self.options, self.names, is_selected) for contact in contacts]

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.raise_event("x-turn", cursor=self.answer["next_cursor"], pages_on=1)

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.raise_event("x-turn", cursor=self.answer["previous_cursor"], pages_on=-1)

    @handle("rp_contacts", "x-select")
    def row_select(self, contact_id, selected, **event_args):
        self.raise_event("x-select", contact_id=contact_id, selected=selected)

    @handle("rp_contacts", "x-archive")
    def row_archive(self, contact_ids, **event_args):
        archiving.archive(anvil.get_open_form(), contact_ids)

    @handle("rp_contacts", "x-restore")
    def row_restore(self, contact_ids, **event_args):
        archiving.restore(anvil.get_open_form(), contact_ids)
