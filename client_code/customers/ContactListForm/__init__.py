"""All contacts: saved views, search, filters, columns, fifty a page, actions on one or many."""

from anvil import handle

from ...shared import app_context, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import column_choosing, columns, exporting, tag_colors, texts, tidying_view, viewing
from ..list_query import PAGE_SIZE, ListQuery
from ._anvil_designer import ContactListFormTemplate


class ContactListForm(ContactListFormTemplate):
    def __init__(self, **address):
        self.query = ListQuery(**address)
        self.options, self.answer = {"fields": [], "tag_colors": {}}, {}
        self._asked = 0
        super().__init__()
        self.state.stand_for(self.table)
        self.table.show_columns(self.columns, self.options)
        self.shortcuts = {"/": self.filters.focus, "n": self.btn_new_click}
        self.btn_new.visible = app_context.may("customers.manage")
        self.btn_import.visible = app_context.may("data.import")
        self.menu_export.visible = app_context.may("data.export")
        self.menu_export.menu_items = exporting.menu_items(self.query, lambda: self.columns)
        self.menu_more.menu_items = tidying_view.menu_items()
        self.filters.show(self.query)
        self.views.show(self.query, [])

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.start()

    @handle("state", "x-retry")
    def start(self, **event_args):
        """Fetch what the list can show, and then what it does show: the person's first view where nothing is asked."""
        try:
            self.show_options(call("get_contact_filter_options"))
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.load()

    def show_options(self, options):
        """Offer filters and views, and show the columns."""
        self.options = options
        tag_colors.remember(options["tag_colors"])
        self.query.start(options["views"])
        self.views.show(self.query, options["views"])
        self.filters.show_options(options)
        self.table.show_columns(self.columns, options)

    @property
    def columns(self):
        """The names of the columns shown."""
        return columns.chosen(self.query.columns, self.options["fields"])

    @handle("filters", "x-change")
    @handle("views", "x-reverse")
    def load(self, **event_args):
        """Fetch the page of the query; an answer that a later question has overtaken is dropped."""
        self._asked += 1
        asked, query = self._asked, self.query
        pages.announce("contacts", **query.address())
        self.views.show_edited()
        own, cursor = columns.own_keys(self.columns), query.cursor or None
        try:
            answer = call("get_all_contacts", query.for_server(), query.sort, query.ascending, cursor, PAGE_SIZE, own)
        except CallFailed as problem:
            return viewing.show_broken(self) or self.state.show_problem(problem.text)
        if asked == self._asked:
            self.show(answer)

    @handle("selection", "x-change")
    def show_again(self, **event_args):
        self.show(self.answer)

    def show(self, answer):
        """Show one page of the server's answer, or why there is none."""
        self.answer = answer
        total = answer["total"]
        self.lbl_context.text = texts.people(total, formats.number(total, app_context.config().get("locale")))
        if answer.get("company_name"):
            self.filters.show_name(self.query.filters["company"], answer["company_name"])
        on_page = [contact["contact_id"] for contact in answer["contacts"]]
        self.selection.offer(on_page, total, self.query.for_server())
        self.table.show(answer, self.query.first, self.selection.holds)
        if answer["contacts"]:
            return self.state.show_content()
        if not viewing.show_broken(self):
            is_filtered = self.query.is_filtered
            title, text, action = texts.NOTHING if is_filtered else texts.EMPTY
            self.state.show_empty(title, text, action if is_filtered or app_context.may("data.import") else "")

    @handle("views", "x-choose")
    def choose_view(self, view=None, **event_args):
        viewing.use(self, view)

    @handle("views", "x-saved")
    def view_saved(self, view_id, **event_args):
        self.query.view = view_id
        self.start()

    @handle("views", "x-deleted")
    def view_deleted(self, view, **event_args):
        viewing.after_deleting(self, view)

    @handle("views", "x-filter")
    def ask_condition(self, **event_args):
        self.filters.ask_condition()

    @handle("views", "x-columns")
    def choose_columns(self, **event_args):
        names = column_choosing.ask(self.columns, self.options["fields"])
        if names is not None:
            self.query.columns = names
            self.table.show_columns(self.columns, self.options)
            self.load()

    @handle("state", "x-start")
    def state_start(self, **event_args):
        if not self.query.is_filtered:
            return self.btn_import_click()
        self.query.clear_filters()
        self.filters.show(self.query)
        self.load()

    @handle("table", "x-turn")
    def turn(self, cursor, pages_on, **event_args):
        """Show another page from its top."""
        self.query.turn(cursor, pages_on)
        self.load()
        self.lbl_title.scroll_into_view()

    @handle("table", "x-select")
    def row_select(self, contact_id, selected, **event_args):
        self.selection.select(contact_id, selected)

    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("contact-edit")

    @handle("btn_import", "click")
    def btn_import_click(self, **event_args):
        pages.open_page("contacts-import")
