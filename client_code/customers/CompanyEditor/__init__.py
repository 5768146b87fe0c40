"""A dialog to add or change one company; closes with its id once it is saved."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import company_texts as texts
from .. import contact_rules
from ._anvil_designer import CompanyEditorTemplate

FIELDS = ("name", "email", "phone", "website", "domain", "address", "notes")


class CompanyEditor(CompanyEditorTemplate):
    def __init__(self, company, **properties):
        self.item = {name: company.get(name) or "" for name in FIELDS}
        self.company_id, self.version = company.get("company_id"), company.get("version")
        super().__init__(**properties)
        self.boxes = {name: getattr(self, "txt_" + name) for name in FIELDS}
        fields.check_on_leaving(self.boxes, contact_rules.CHECKS)
        self.show_problem({})

    @classmethod
    def edit(cls, company):
        """The id of the saved company, None when it was not saved; one without a `company_id` is new."""
        title = texts.EDIT_TITLE if company.get("company_id") else texts.NEW_TITLE
        return dialogs.edit(cls(company), title, large=True)

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_name.focus()

    @handle("btn_save", "click")
    @handle("txt_name", "pressed_enter")
    def btn_save_click(self, **event_args):
        if not (self.item["name"] or "").strip():
            return self.show_problem({"name": texts.NEEDS_NAME})
        self.btn_save.enabled = False
        try:
            data = dict(self.item, company_id=self.company_id, version=self.version)
            company_id = call("save_company", data)["company_id"]
        except CallFailed as problem:
            self.version, text = problem.when_overtaken(self.version)
            return self.show_problem(problem.fields, text)
        finally:
            self.btn_save.enabled = True
        self.raise_event("x-close-alert", value=company_id)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
