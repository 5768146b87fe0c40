"""What was done to several contacts at once, and merges: how far they are, and taking them back."""

import anvil
from anvil import handle

from ...shared import app_context, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import tidying_texts, tidying_view
from ._anvil_designer import ChangeListFormTemplate

PAGE_SIZE = 50
POLL_SECONDS = 1


class ChangeListForm(ChangeListFormTemplate):
    def __init__(self, contact_id="", page_number=0, **address):
        self.contact_id = contact_id
        self.page_number = int(page_number or 0)
        super().__init__()
        self.state.stand_for(self.list)
        of_one = tidying_texts.CHANGES_OF.format(contact_id)
        self.lbl_context.text = of_one if contact_id else tidying_texts.CHANGES_CONTEXT

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.load()

    @handle("state", "x-retry")
    @handle("timer_poll", "tick")
    def load(self, **event_args):
        """Fetch the page of changes, and again while the server works on one."""
        self.timer_poll.interval = 0
        pages.announce("changes", contact_id=self.contact_id, page_number=self.page_number)
        try:
            self.show(call("list_changes", self.contact_id or None, self.page_number))
        except CallFailed as problem:
            self.state.show_problem(problem.text)

    def show(self, answer):
        """Show what the server answered."""
        changes, first = answer["changes"], self.page_number * PAGE_SIZE
        self.rp_changes.items = [tidying_view.change_row(change) for change in changes]
        locale = app_context.config().get("locale")
        self.lbl_range.text = formats.page_range(first, len(changes), answer["total"], locale)
        self.btn_previous.enabled = self.page_number > 0
        self.btn_next.enabled = first + len(changes) < answer["total"]
        self.pager.visible = answer["total"] > PAGE_SIZE
        if any(tidying_view.is_busy(change) for change in changes):
            self.timer_poll.interval = POLL_SECONDS
        if changes:
            return self.state.show_content()
        self.state.show_empty(*tidying_texts.CHANGES_EMPTY)

    @handle("rp_changes", "x-undo")
    def undo(self, change, **event_args):
        if change["kind"] == "merge":
            call("undo_merge", change["change_id"])
            anvil.Notification(tidying_texts.UNDONE, style="success").show()
        else:
            undone = call("undo_edit", change["change_id"])["change"]
            if not tidying_view.is_busy(undone):
                anvil.Notification(tidying_view.undone_words(undone), style="success").show()
        self.load()

    @handle("rp_changes", "x-resume")
    def resume(self, change, **event_args):
        call("resume_edit", change["change_id"])
        self.load()

    @handle("rp_changes", "x-stop")
    def stop(self, change, **event_args):
        call("stop_edit", change["change_id"])
        self.load()

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.turn(1)

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.turn(-1)

    def turn(self, pages_on):
        self.page_number += pages_on
        self.load()
        self.lbl_title.scroll_into_view()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        if self.contact_id:
            return pages.open_page("contact", contact_id=self.contact_id)
        pages.open_page("contacts")
