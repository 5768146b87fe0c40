"""The start page of staff: figures, newest contacts, recent activity; kept fresh while it is open."""

from datetime import datetime

from anvil import handle

from ...customers.contact_view import as_row
from ...shared import app_context, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import DashboardFormTemplate

REFRESH_SECONDS = 60


class DashboardForm(DashboardFormTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.shortcuts = {"n": self.btn_new_click}
        self.lbl_title.text = greeting((app_context.user() or {}).get("name"))
        self.lbl_first_run.text, self.lbl_first_run_text.text = texts.FIRST_RUN_TITLE, texts.FIRST_RUN_TEXT
        self.btn_import.visible = app_context.may("data.import")
        self.btn_new.visible = self.btn_first.visible = app_context.may("customers.manage")
        self.show_only(self.skeleton)

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("dashboard")
        navigation_helpers.highlight_active_nav(self, "dashboard")
        self.load()
        self.timer_refresh.interval = REFRESH_SECONDS

    @handle("timer_refresh", "tick")
    @handle("btn_refresh", "click")
    @handle("btn_retry", "click")
    def load(self, **event_args):
        """Fetch the figures; what is shown stays until the new ones are there."""
        try:
            self.show(call("get_dashboard"))
        except CallFailed as problem:
            self.lbl_problem.text = problem.text
            self.show_only(self.problem)

    def show(self, answer):
        """Show the server's figures, or what to do first in an empty business."""
        counts = answer["counts"]
        locale = app_context.config().get("locale")
        self.lbl_context.text = formats.plural(counts["contacts"], "contact", "contacts", locale)
        self.metrics.show(counts)
        self.activity.show(answer["activity"])
        self.rp_newest.items = [as_row(contact) for contact in answer["newest"]]
        self.show_only(self.figures if counts["contacts"] else self.first_run)

    def show_only(self, part):
        """Show one of: figures, first run, skeleton, problem."""
        for each in (self.skeleton, self.problem, self.first_run, self.figures):
            each.visible = each is part

    @handle("btn_new", "click")
    @handle("btn_first", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("contact-edit")

    @handle("btn_import", "click")
    def btn_import_click(self, **event_args):
        pages.open_page("contacts-import")

    @handle("lnk_all", "click")
    def lnk_all_click(self, **event_args):
        pages.open_page("contacts", sort="date_added")


def greeting(name):
    """A greeting for the time of day, with the first word of `name`."""
    hour = datetime.now().hour
    words = texts.GREETINGS[0 if hour < 12 else 1 if hour < 18 else 2]
    return "{}, {}".format(words, name.split()[0]) if name else words
