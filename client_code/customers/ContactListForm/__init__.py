"""All contacts: search, filters, fifty a page, actions on one or many."""

from anvil import handle

from ...shared import app_context, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import archiving, exporting, texts, tidying_view
from ..columns import COLUMNS
from ..contact_view import as_row
from ..list_query import PAGE_SIZE, ListQuery
from ._anvil_designer import ContactListFormTemplate


class ContactListForm(ContactListFormTemplate):
    def __init__(self, **address):
        self.query = ListQuery(**address)
        self.answer = {}
        self._asked = 0
        super().__init__()
        self.state.stand_for(self.list)
        self.dg_contacts.columns = COLUMNS
        self.shortcuts = {"/": self.filters.focus, "n": self.btn_new_click}
        self.btn_new.visible = app_context.may("customers.manage")
        self.btn_import.visible = app_context.may("data.import")
        self.menu_export.visible = app_context.may("data.export")
        self.menu_export.menu_items = exporting.menu_items(self.query)
        self.menu_more.menu_items = tidying_view.menu_items()
        self.filters.show(self.query)

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.load()
        self.filters.show_options(call("get_contact_filter_options"))

    @handle("filters", "x-change")
    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the page of the query; an answer that a later question has overtaken is dropped."""
        self._asked += 1
        asked, query = self._asked, self.query
        pages.announce("contacts", **query.address())
        filters = query.for_server()
        try:
            answer = call("get_all_contacts", filters, query.sort, query.ascending, query.cursor or None, PAGE_SIZE)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        if asked == self._asked:
            self.show(answer)

    @handle("selection", "x-change")
    def show_again(self, **event_args):
        self.show(self.answer)

    def show(self, answer):
        """Show one page of the server's answer, or why there is none."""
        self.answer = answer
        total, contacts, locale = answer["total"], answer["contacts"], app_context.config().get("locale")
        self.lbl_context.text = texts.people(total, formats.number(total, locale))
        self.lbl_range.text = formats.page_range(self.query.first, len(contacts), total, locale)
        self.btn_previous.enabled = bool(answer["previous_cursor"])
        self.btn_next.enabled = bool(answer["next_cursor"])
        on_page = [contact["contact_id"] for contact in contacts]
        self.selection.offer(on_page, total, self.query.for_server())
        self.rp_contacts.items = [as_row(contact, self.selection.holds(contact["contact_id"])) for contact in contacts]
        if contacts:
            self.state.show_content()
        else:
            title, text, action = texts.NOTHING if self.query.filters else texts.EMPTY
            self.state.show_empty(title, text, action if self.query.filters or app_context.may("data.import") else "")

    @handle("state", "x-start")
    def state_start(self, **event_args):
        if not self.query.filters:
            return self.btn_import_click()
        self.query.clear_filters()
        self.filters.show(self.query)
        self.load()

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.turn(self.answer["next_cursor"], 1)

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.turn(self.answer["previous_cursor"], -1)

    def turn(self, cursor, pages_on):
        """Show another page from its top."""
        self.query.turn(cursor, pages_on)
        self.load()
        self.lbl_title.scroll_into_view()

    @handle("rp_contacts", "x-select")
    def row_select(self, contact_id, selected, **event_args):
        self.selection.select(contact_id, selected)

    @handle("rp_contacts", "x-archive")
    def archive(self, contact_ids, **event_args):
        archiving.archive(self, contact_ids)

    @handle("rp_contacts", "x-restore")
    def restore(self, contact_ids, **event_args):
        archiving.restore(self, contact_ids)

    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("contact-edit")

    @handle("btn_import", "click")
    def btn_import_click(self, **event_args):
        pages.open_page("contacts-import")
