"""All contacts: search, filters, fifty a page, actions on one or many."""

from anvil import handle

from ...shared import app_context, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import archiving, exporting, texts
from ..columns import COLUMNS
from ..contact_view import as_row
from ..list_query import PAGE_SIZE, ListQuery
from ._anvil_designer import ContactListFormTemplate


class ContactListForm(ContactListFormTemplate):
    def __init__(self, **address):
        self.query = ListQuery(**address)
        self.answer = {}
        self.selected = []
        self._asked = 0
        super().__init__()
        self.dg_contacts.columns = COLUMNS
        self.shortcuts = {"/": self.filters.focus, "n": self.btn_new_click}
        self.btn_new.visible = self.btn_archive.visible = app_context.may("customers.manage")
        self.btn_import.visible = app_context.may("data.import")
        self.menu_export.visible = app_context.may("data.export")
        self.menu_export.menu_items = exporting.menu_items(self.query.for_server)
        self.filters.show(self.query)
        self.show_selection([])
        self.show_only(self.skeleton)

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.load()
        self.filters.show_options(call("get_contact_filter_options"))

    @handle("filters", "x-change")
    @handle("btn_retry", "click")
    def load(self, **event_args):
        """Fetch the page of the query; an answer that a later question has overtaken is dropped."""
        self._asked += 1
        asked, query = self._asked, self.query
        pages.announce("contacts", **query.address())
        filters = query.for_server()
        try:
            answer = call("get_all_contacts", filters, query.sort, query.ascending, query.cursor or None, PAGE_SIZE)
        except CallFailed as problem:
            self.lbl_problem.text = problem.text
            return self.show_only(self.problem)
        if asked == self._asked:
            self.show(answer)

    def show(self, answer):
        """Show one page of the server's answer, or why there is none."""
        self.answer = answer
        total, contacts, locale = answer["total"], answer["contacts"], app_context.config().get("locale")
        self.lbl_context.text = texts.people(total, formats.number(total, locale))
        self.lbl_range.text = formats.page_range(self.query.first, len(contacts), total, locale)
        self.btn_previous.enabled = bool(answer["previous_cursor"])
        self.btn_next.enabled = bool(answer["next_cursor"])
        self.rp_contacts.items = [as_row(contact, contact["contact_id"] in self.selected) for contact in contacts]
        self.show_only(self.list if contacts else self.empty)
        self.show_selection(self.selected)
        filtered = bool(self.query.filters)
        self.lbl_empty.text = texts.NOTHING_TITLE if filtered else texts.EMPTY_TITLE
        self.lbl_empty_text.text = texts.NOTHING_TEXT if filtered else texts.EMPTY_TEXT
        self.btn_empty.text = "Clear filters" if filtered else "Import contacts"

    def show_only(self, part):
        """Show one of: list, empty, skeleton, problem."""
        for each in (self.list, self.empty, self.skeleton, self.problem):
            each.visible = each is part

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.turn(self.answer["next_cursor"], 1)

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.turn(self.answer["previous_cursor"], -1)

    def turn(self, cursor, pages_on):
        self.query.turn(cursor, pages_on)
        self.load()
        self.lbl_title.scroll_into_view()

    @handle("rp_contacts", "x-select")
    def row_select(self, contact_id, selected, **event_args):
        others = [each for each in self.selected if each != contact_id]
        self.show_selection(others + [contact_id] if selected else others)

    def show_selection(self, contact_ids):
        self.selected = contact_ids
        self.selection_bar.visible = bool(contact_ids)
        self.lbl_selected.text = "{} selected".format(len(contact_ids))

    @handle("btn_unselect", "click")
    def btn_unselect_click(self, **event_args):
        self.show_selection([])
        self.show(self.answer)

    @handle("btn_archive", "click")
    def btn_archive_click(self, **event_args):
        chosen, self.selected = self.selected, []
        archiving.archive(self, chosen)

    @handle("rp_contacts", "x-archive")
    def row_archive(self, contact_ids, **event_args):
        archiving.archive(self, contact_ids)

    @handle("rp_contacts", "x-restore")
    def row_restore(self, contact_ids, **event_args):
        archiving.restore(self, contact_ids)

    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("contact-edit")

    @handle("btn_import", "click")
    def btn_import_click(self, **event_args):
        pages.open_page("contacts-import")

    @handle("btn_empty", "click")
    def btn_empty_click(self, **event_args):
        if not self.query.filters:
            return pages.open_page("contacts-import")
        self.query.clear_filters()
        self.filters.show(self.query)
        self.load()
