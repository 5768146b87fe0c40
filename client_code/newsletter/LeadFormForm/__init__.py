"""A sign-up form: whether it is in use, where it shows, its figures, and what visitors sent."""

import anvil
import anvil.media
from anvil import handle

from ...marketing import performance_texts, performance_view
from ...shared import app_context, clock, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import form_view, texts
from ._anvil_designer import LeadFormFormTemplate

PAGE_SIZE = 50


class LeadFormForm(LeadFormFormTemplate):
    def __init__(self, form_id="", page_number=0, period="month", **properties):
        self.form_id, self.page_number = form_id, int(page_number or 0)
        self.figures = None
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.form_state.stand_for(self.content)
        self.bar_period.offer(performance_texts.PERIOD, performance_texts.PERIODS, period)
        self.bar_series.offer(texts.SERIES_NAME, texts.SERIES, "submits")
        self.actions.visible = False
        may_write = app_context.may("campaigns.manage")
        self.btn_edit.visible = self.btn_live.visible = may_write
        self.btn_export.visible = app_context.may("data.export")
        self.shortcuts = {"e": self.btn_edit_click} if may_write else {}

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "lead_forms")
        self.load_form()

    @handle("form_state", "x-retry")
    def load_form(self, **event_args):
        """Fetch the form, then what visitors sent."""
        try:
            answer = call("get_lead_form", self.form_id, self.bar_period.chosen)
        except CallFailed as problem:
            return self.form_state.show_problem(problem.text)
        self.show_form(answer["form"])
        self.show_figures(answer["figures"])
        self.form_state.show_content()
        self.actions.visible = True
        self.load()

    def show_form(self, form):
        """Show what the form is, and the code that shows it elsewhere."""
        self.form = form
        state, chip = texts.STATES[form["status"]]
        self.lbl_title.text, self.lbl_state.text, self.lbl_state.role = form["name"], state, ["state", chip]
        self.lbl_context.text = texts.KIND_LABELS[form["kind"]]
        is_live = form["status"] == "live"
        self.btn_live.text = texts.WITHDRAW if is_live else texts.PUBLISH
        self.btn_live.appearance, self.btn_live.role = ("outlined", None) if is_live else ("filled", "main-action")
        self.btn_live.enabled = not form["is_archived"]
        self.lbl_draft.text, self.lbl_draft.visible = texts.NOT_LIVE, not is_live
        self.script.show(texts.SCRIPT_HELP, form_view.code(form))
        self.address.show(texts.PAGE_HELP, form["page_address"])

    def show_figures(self, figures):
        """How many saw it, began and sent it, over time and by where they came from."""
        self.figures, locale = figures, app_context.config().get("locale")
        first, last = clock.calendar_day(figures["first"]), clock.calendar_day(figures["last"])
        self.lbl_days.text = texts.FROM_TO.format(first, last)
        self.rp_figures.items = form_view.figure_cards(figures, locale)
        self.rp_sources.items = form_view.source_rows(figures["sources"], locale)
        self.sources.visible = bool(figures["sources"])
        self.show_chart()

    @handle("bar_series", "x-choose")
    def show_chart(self, **event_args):
        """Draw the chosen figure over time."""
        series, locale = self.bar_series.chosen, app_context.config().get("locale")
        words = form_view.series_words(series, self.figures[series], self.bar_period.chosen, locale)
        self.chart.show(dict(texts.SERIES)[series], words, performance_view.bars(self.figures["times"], series, clock))

    @handle("bar_period", "x-choose")
    def bar_period_choose(self, **event_args):
        self.show_figures(call("get_lead_form", self.form_id, self.bar_period.chosen)["figures"])
        self.announce()

    def announce(self):
        pages.announce("lead-form", form_id=self.form_id, page_number=self.page_number, period=self.bar_period.chosen)

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch a page of what visitors sent."""
        self.announce()
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
        form = call("unpublish_lead_form" if is_live else "publish_lead_form", self.form_id)["form"]
        self.show_form(dict(self.form, **form))
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
