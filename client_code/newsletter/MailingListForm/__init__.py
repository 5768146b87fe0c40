"""A newsletter: its address, and who is on it."""

import anvil
import anvil.media
from anvil import handle

from ...shared import app_context, clock, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import list_view, texts
from ..SubscriberDialog import SubscriberDialog
from ._anvil_designer import MailingListFormTemplate

PAGE_SIZE = 50
PAUSE_SECONDS = 0.3


class MailingListForm(MailingListFormTemplate):
    def __init__(self, list_id="", status="", search="", page_number=0, **properties):
        self.list_id, self.page_number = list_id, int(page_number or 0)
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.txt_search.text = search
        self.statuses.offer(texts.STATUS_VIEWS_NAME, texts.STATUS_VIEWS, status)
        self.btn_edit.visible = app_context.may("campaigns.manage")
        self.btn_export.visible = app_context.may("data.export")
        may_add = app_context.may("customers.manage")
        self.btn_add.visible = may_add
        self.shortcuts = {"/": self.txt_search.focus}
        self.shortcuts.update({"n": self.btn_add_click} if may_add else {})

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "lead_forms")
        self.load_list()

    @handle("state", "x-retry")
    def load_list(self, **event_args):
        """Fetch the newsletter, then who is on it."""
        try:
            self.mailing_list = call("get_mailing_list", self.list_id)["list"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.lbl_title.text = self.mailing_list["name"]
        self.address.visible = bool(self.mailing_list["address"])
        self.address.show(texts.LIST_ADDRESS, self.mailing_list["address"])
        self.lbl_warning.text = texts.NEEDS_SENDER
        self.lbl_warning.visible = not self.mailing_list["has_sender"]
        self.load()

    def asked(self):
        """What the list of people is narrowed to."""
        return self.statuses.chosen, (self.txt_search.text or "").strip()

    def load(self):
        """Fetch a page of the people."""
        status, words = self.asked()
        pages.announce("list", list_id=self.list_id, status=status, search=words, page_number=self.page_number)
        try:
            answer = call("list_subscribers", self.list_id, status, words, self.page_number)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        locale = app_context.config().get("locale")
        rows, total = answer["subscribers"], answer["total"]
        self.lbl_context.text = formats.plural(total, "person", "people", locale)
        self.rp_subscribers.items = [list_view.as_subscriber(row, clock) for row in rows]
        self.pager.show(self.page_number * PAGE_SIZE, len(rows), total)
        self.btn_export.enabled = bool(total)
        if rows:
            return self.state.show_content()
        title, text = texts.NOBODY_FOUND if status or words else texts.NOBODY
        self.state.show_empty(title, text)

    @handle("statuses", "x-choose")
    def first_page(self, **event_args):
        self.page_number = 0
        self.load()

    @handle("txt_search", "change")
    def txt_search_change(self, **event_args):
        self.timer_typing.interval = 0
        self.timer_typing.interval = PAUSE_SECONDS

    @handle("timer_typing", "tick")
    def timer_typing_tick(self, **event_args):
        self.timer_typing.interval = 0
        self.first_page()

    @handle("pager", "x-turn")
    def turn(self, step, **event_args):
        self.page_number += step
        self.load()

    @handle("btn_add", "click")
    def btn_add_click(self, **event_args):
        told = SubscriberDialog.add_to(self.mailing_list)
        if told:
            anvil.Notification(told, timeout=4).show()
            self.load()

    @handle("rp_subscribers", "x-remove")
    def remove(self, subscriber, **event_args):
        call("remove_subscriber", self.list_id, subscriber["contact_id"])
        anvil.Notification(texts.REMOVED.format(subscriber["name"]), timeout=4).show()
        self.load()

    @handle("btn_export", "click")
    def btn_export_click(self, **event_args):
        anvil.media.download(call("export_subscribers", self.list_id, *self.asked())["file"])

    @handle("btn_edit", "click")
    def btn_edit_click(self, **event_args):
        pages.open_page("list-edit", list_id=self.list_id)

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("lists")
