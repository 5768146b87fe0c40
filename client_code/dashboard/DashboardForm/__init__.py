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
        self.state.stand_for(self.figures)
        self.shortcuts = {"n": self.btn_new_click}
        self.lbl_title.text = greeting((app_context.user() or {}).get("name"))
        self.btn_new.visible = app_context.may("customers.manage")

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("dashboard")
        navigation_helpers.highlight_active_nav(self, "dashboard")
        self.load()
        self.timer_refresh.interval = REFRESH_SECONDS

    @handle("timer_refresh", "tick")
    @handle("btn_refresh", "click")
    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the figures, then the charts; what is shown stays until the new ones are there."""
        try:
            answer = call("get_dashboard")
        except CallFailed as problem:
            self.state.show_problem(problem.text)
            return
        self.show(answer)
        if answer["counts"]["contacts"]:
            self.charts.load()

    def show(self, answer):
        """Show the server's figures, or what to do first in an empty business."""
        counts = answer["counts"]
        locale = app_context.config().get("locale")
        self.lbl_context.text = formats.plural(counts["contacts"], "contact", "contacts", locale)
        self.due.show(answer["due"])
        self.metrics.show(counts)
        self.activity.show(answer["activity"])
        self.rp_newest.items = [as_row(contact) for contact in answer["newest"]]
        if counts["contacts"]:
            self.state.show_content()
        else:
            self.state.show_empty(*texts.FIRST_RUN)

    @handle("due", "x-changed")
    def due_changed(self, text, undo, **event_args):
        self.due.show(call("get_tasks_due"))
        if undo:
            self.layout.offer_undo(text, lambda: self.take_back(undo))

    def take_back(self, undo):
        """Undo what was done to a task, and show what is due then."""
        undo()
        self.due.show(call("get_tasks_due"))

    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("contact-edit")

    @handle("state", "x-start")
    def state_start(self, **event_args):
        pages.open_page("contacts-import")

    @handle("lnk_all", "click")
    def lnk_all_click(self, **event_args):
        pages.open_page("contacts", sort="date_added")


def greeting(name):
    """A greeting for the time of day, with the first word of `name`."""
    hour = datetime.now().hour
    words = texts.GREETINGS[0 if hour < 12 else 1 if hour < 18 else 2]
    return "{}, {}".format(words, name.split()[0]) if name else words
