"""One company: its facts, its people, and what they did lately."""

from anvil import handle

from ...shared import app_context, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import company_texts as texts
from .. import company_view
from ..CompanyEditor import CompanyEditor
from ..contact_view import as_row
from ._anvil_designer import CompanyFormTemplate

SHOWN = 5


class CompanyForm(CompanyFormTemplate):
    def __init__(self, company_id="", name="", **address):
        self.company_id, self.name = company_id, name
        self.company = {}
        self.item = {"email": "", "phone": "", "website": "", "facts": [], "archived": False}
        super().__init__()
        self.state.stand_for(self.detail)
        self.shortcuts = {"e": self.btn_edit_click}
        self.btn_edit.visible = self.btn_archive.visible = app_context.may("customers.manage")

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "contacts")
        pages.announce("company", company_id=self.company_id, name="" if self.company_id else self.name)
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the company, its people and what they did."""
        try:
            self.show(call("get_company", self.company_id or None, self.name or None)["company"])
        except CallFailed as problem:
            if problem.code == "not_found":
                self.state.show_empty(*texts.GONE)
            else:
                self.state.show_problem(problem.text)

    def show(self, company):
        """Show a company of the server."""
        self.company, self.company_id = company, company["company_id"]
        pages.announce("company", company_id=self.company_id)
        row = company_view.as_row(company)
        self.item = dict(row, facts=company_view.facts(company), website_url=company_view.address(company["website"]))
        self.btn_archive.text = texts.RESTORE if company["archived"] else texts.ARCHIVE
        self.btn_archive.icon = "mi:unarchive" if company["archived"] else "mi:archive"
        self.activity.show(company["activity"], False, texts.NO_ACTIVITY, with_contact=True)
        people = company["contacts"]
        self.rp_people.items = [as_row(person) for person in people[:SHOWN]]
        self.lbl_nobody.text, self.lbl_nobody.visible = texts.NO_PEOPLE, not people
        self.lnk_all.text, self.lnk_all.visible = texts.ALL_PEOPLE.format(row["people"]), len(people) > SHOWN
        self.state.show_content()

    @handle("lnk_all", "click")
    def lnk_all_click(self, **event_args):
        pages.open_page("contacts", company=self.company_id)

    @handle("btn_edit", "click")
    def btn_edit_click(self, **event_args):
        if CompanyEditor.edit(self.company):
            self.load()

    @handle("btn_archive", "click")
    def btn_archive_click(self, **event_args):
        if self.company["archived"]:
            return self.restore()
        call("archive_company", self.company_id)
        self.load()
        self.layout.offer_undo(texts.ARCHIVED.format(self.company["name"]), self.restore)

    def restore(self):
        call("restore_company", self.company_id)
        self.load()

    @handle("state", "x-start")
    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("companies")
