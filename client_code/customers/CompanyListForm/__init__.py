"""All companies by name, with how many people each has and what they spent."""

from anvil import handle

from ...shared import app_context, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import company_texts as texts
from .. import company_view
from ..CompanyEditor import CompanyEditor
from ._anvil_designer import CompanyListFormTemplate

PAGE_SIZE = 50
TYPING_PAUSE_SECONDS = 0.1


class CompanyListForm(CompanyListFormTemplate):
    def __init__(self, search="", archived="", cursor="", first=0, **address):
        self.search, self.archived = search, bool(archived)
        self.cursor, self.first = cursor, int(first or 0)
        self.answer = {}
        self._asked = 0
        super().__init__()
        self.state.stand_for(self.list)
        self.txt_search.text = search
        self.shortcuts = {"/": self.txt_search.focus, "n": self.btn_new_click}
        self.btn_new.visible = app_context.may("customers.manage")

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch a page; an answer that a later question has overtaken is dropped."""
        self._asked += 1
        asked = self._asked
        archived = "True" if self.archived else ""
        pages.announce("companies", search=self.search, archived=archived, cursor=self.cursor, first=self.first)
        try:
            answer = call("list_companies", self.search, self.cursor or None, PAGE_SIZE, self.archived)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        if asked == self._asked:
            self.show(answer)

    def show(self, answer):
        """Show the server's answer, or why there is nothing."""
        self.answer = answer
        companies, total, locale = answer["companies"], answer["total"], app_context.config().get("locale")
        self.lbl_context.text = formats.plural(total, texts.COUNT[0], texts.COUNT[1], locale)
        self.lbl_range.text = formats.page_range(self.first, len(companies), total, locale)
        self.btn_previous.enabled = bool(answer["previous_cursor"])
        self.btn_next.enabled = bool(answer["next_cursor"])
        self.btn_archived.text = texts.SHOW_ACTIVE if self.archived else texts.SHOW_ARCHIVED
        self.rp_companies.items = [company_view.as_row(company) for company in companies]
        if companies:
            return self.state.show_content()
        empty = texts.NONE_ARCHIVED if self.archived else texts.EMPTY
        title, text, action = texts.NOTHING if self.search else empty
        self.state.show_empty(title, text, action if self.search or app_context.may("customers.manage") else "")

    @handle("state", "x-start")
    def state_start(self, **event_args):
        if not self.search:
            return self.btn_new_click()
        self.txt_search.text = ""
        self.look()

    @handle("txt_search", "change")
    def txt_search_change(self, **event_args):
        self.timer_typing.interval = 0
        self.timer_typing.interval = TYPING_PAUSE_SECONDS

    @handle("timer_typing", "tick")
    @handle("txt_search", "pressed_enter")
    def look(self, **event_args):
        self.timer_typing.interval = 0
        typed = (self.txt_search.text or "").strip()
        if typed != self.search:
            self.search = typed
            self.turn("", -self.first)

    @handle("btn_archived", "click")
    def btn_archived_click(self, **event_args):
        self.archived = not self.archived
        self.turn("", -self.first)

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.turn(self.answer["next_cursor"], PAGE_SIZE)

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.turn(self.answer["previous_cursor"], -PAGE_SIZE)

    def turn(self, cursor, rows):
        """Show another page, so many rows on."""
        self.cursor, self.first = cursor, max(0, self.first + rows)
        self.load()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("contacts")

    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        company_id = CompanyEditor.edit({})
        if company_id:
            pages.open_page("company", company_id=company_id)

    @handle("rp_companies", "x-archive")
    def archive(self, company, **event_args):
        call("archive_company", company["company_id"])
        self.load()
        self.layout.offer_undo(texts.ARCHIVED.format(company["name"]), lambda: self.restore(company))

    @handle("rp_companies", "x-restore")
    def restore(self, company, **event_args):
        call("restore_company", company["company_id"])
        self.load()
