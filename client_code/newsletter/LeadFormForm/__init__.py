"""A sign-up form: whether it is in use, where it shows, its figures, and what visitors sent."""

import anvil
import anvil.media
from anvil import handle

from ...shared import app_context, clock, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import form_view, texts
from ._anvil_designer import LeadFormFormTemplate

PAGE_SIZE = 50


class LeadFormForm(LeadFormFormTemplate):
    def __init__(self, form_id="", page_number=0, **properties):
        self.form_id, self.page_number = form_id, int(page_number or 0)
        super().__init__(**properties)
        self.state.stand_for(self.list)
        may_write = app_context.may("campaigns.manage")
        self.btn_edit.visible = self.btn_live.visible = may_write
        self.btn_export.visible = app_context.may("data.export")
        self.shortcuts = {"e": self.btn_edit_click} if may_write else {}

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "lead_forms")
        self.load_form()

    @handle("state", "x-retry")
    def load_form(self, **event_args):
        """Fetch the form, then what visitors sent."""
        try:
            answer = call("get_lead_form", self.form_id)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.show_form(answer["form"])
        self.show_figures(answer["figures"])
        self.load()

    def show_form(self, form):
        """Show what the form is, and the code that shows it elsewhere."""
        self.form = form
        state, chip = texts.STATES[form["status"]]
        self.lbl_title.text, self.lbl_state.text, self.lbl_state.role = form["name"], state, ["state", chip]
        self.lbl_context.text = texts.KIND_LABELS[form["kind"]]
        is_live = form["status"] == "live"
        self.btn_live.text = texts.WITHDRAW if is_live else texts.PUBLISH
        self.btn_live.appearance = "outlined" if is_live else "filled"
        self.btn_live.enabled = not form["is_archived"]
        self.lbl_draft.text, self.lbl_draft.visible = texts.NOT_LIVE, not is_live
        self.script.show(texts.SCRIPT_HELP, form_view.code(form))
        self.address.show(texts.PAGE_HELP, form["page_address"])

    def show_figures(self, figures):
        locale = app_context.config().get("locale")
        views, submits = figures["views"], figures["submits"]
        shown = (
            (texts.VIEWS, formats.number(views, locale)),
            (texts.SUBMITS, formats.number(submits, locale)),
            (texts.RATE, form_view.rate(views, submits, locale)),
        )
        self.rp_figures.items = [
            {"label": label, "figure": figure, "note": texts.PER_DAYS, "params": None} for label, figure in shown
        ]

    def load(self):
        """Fetch a page of what visitors sent."""
        pages.announce("lead-form", form_id=self.form_id, page_number=self.page_number)
        try:
            answer = call("list_lead_submissions", self.form_id, self.page_number)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        rows, total = answer["submissions"], answer["total"]
        labels = {each["key"]: each["label"] or form_view.field_label(each["key"], {}) for each in self.form["fields"]}
        self.rp_submissions.items = [form_view.as_submission(row, labels, clock) for row in rows]
        self.pager.show(self.page_number * PAGE_SIZE, len(rows), total)
        self.btn_export.enabled = bool(total)
        if rows:
            return self.state.show_content()
        self.state.show_empty(*texts.NO_SUBMISSIONS)

    @handle("btn_live", "click")
    def btn_live_click(self, **event_args):
        is_live = self.form["status"] == "live"
        self.show_form(call("unpublish_lead_form" if is_live else "publish_lead_form", self.form_id)["form"])
        anvil.Notification(texts.WITHDRAWN if is_live else texts.PUBLISHED, timeout=4).show()

    @handle("pager", "x-turn")
    def turn(self, step, **event_args):
        self.page_number += step
        self.load()

    @handle("btn_export", "click")
    def btn_export_click(self, **event_args):
        anvil.media.download(call("export_lead_submissions", self.form_id)["file"])

    @handle("btn_edit", "click")
    def btn_edit_click(self, **event_args):
        pages.open_page("lead-form-edit", form_id=self.form_id)

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("lead-forms")
