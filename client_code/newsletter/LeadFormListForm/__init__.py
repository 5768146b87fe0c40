"""All sign-up forms, with how often each was seen and sent."""

from anvil import handle

from ...shared import app_context, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import form_view, texts
from ._anvil_designer import LeadFormListFormTemplate


class LeadFormListForm(LeadFormListFormTemplate):
    def __init__(self, archived="", **properties):
        self.archived = bool(archived)
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.may_write = app_context.may("campaigns.manage")
        self.btn_new.visible = self.may_write
        self.shortcuts = {"n": self.btn_new_click} if self.may_write else {}
        self.sections.offer(texts.SECTIONS_NAME, texts.SECTIONS, "forms")

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "lead_forms")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the forms in use, or the archived ones."""
        pages.announce("lead-forms", archived="yes" if self.archived else "")
        self.lnk_archived.text = texts.IN_USE_FORMS if self.archived else texts.ARCHIVED_FORMS
        try:
            forms = call("list_lead_forms", self.archived)["forms"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        locale = app_context.config().get("locale")
        self.rp_forms.items = [form_view.as_row(each, locale) for each in forms]
        if forms:
            return self.state.show_content()
        title, text, action = texts.NO_ARCHIVED + ("",) if self.archived else texts.EMPTY_FORMS
        self.state.show_empty(title, text, action if self.may_write else "")

    @handle("lnk_archived", "click")
    def lnk_archived_click(self, **event_args):
        self.archived = not self.archived
        self.load()

    @handle("rp_forms", "x-archive")
    def archive(self, form, **event_args):
        call("archive_lead_form", form["form_id"])
        self.load()
        self.layout.offer_undo(texts.ARCHIVED.format(form["name"]), lambda: self.restore(form))

    @handle("rp_forms", "x-restore")
    def restore(self, form, **event_args):
        call("restore_lead_form", form["form_id"])
        self.load()

    @handle("sections", "x-choose")
    def sections_choose(self, **event_args):
        pages.open_page("lists")

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("lead-form-edit")
