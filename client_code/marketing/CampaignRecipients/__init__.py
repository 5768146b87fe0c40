"""The recipients of a campaign: who, on which channel, how it stands and why; remove, try again, export.

Raises `x-change` when something of the campaign changed.
"""

import anvil
import anvil.media
from anvil import handle

from ...shared import app_context, clock, formats
from ...shared.server_calls import CallFailed, call, show_error
from .. import campaign_texts
from .. import recipient_texts as texts
from .. import recipient_view as view
from ._anvil_designer import CampaignRecipientsTemplate

PAUSE_SECONDS = 0.3


class CampaignRecipients(CampaignRecipientsTemplate):
    def __init__(self, **properties):
        self.campaign, self.page, self.answer, self.selected = None, 0, {}, []
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.bar.offer(texts.GROUPS_NAME, texts.GROUPS, "")
        self.btn_retry.text = texts.RETRY
        self.may_send = app_context.may("campaigns.send")
        self.btn_export.visible = app_context.may("data.export")

    def show(self, campaign):
        """Show the recipients of a campaign that has begun; again and again while it goes."""
        channels = campaign["channels"] or ["email"]
        if self.campaign is None:
            self.dd_channel.items = [(texts.ALL_CHANNELS, "")] + [
                (campaign_texts.CHANNELS[each], each) for each in channels
            ]
            self.dd_channel.selected_value = ""
        self.campaign = campaign
        self.visible = bool(campaign["started_at"])
        self.dd_channel.visible = len(channels) > 1
        self.btn_retry.visible = self.may_send and bool(campaign["stats"]["failed"])
        if self.visible:
            self.load()

    @property
    def filters(self):
        """What the list is narrowed to, as the server takes it."""
        search = (self.txt_search.text or "").strip()
        return {"group": self.bar.chosen, "channel": self.dd_channel.selected_value or "", "search": search}

    def load(self):
        """Fetch a page."""
        self.timer_typing.interval = 0
        try:
            self.answer = call("list_campaign_recipients", self.campaign["campaign_id"], self.filters, self.page)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.show_rows()

    def show_rows(self):
        rows, locale = self.answer["recipients"], app_context.config().get("locale")
        self.rp_recipients.items = [view.as_row(each, clock, self.selected, self.may_send) for each in rows]
        first = self.page * self.answer["page_size"]
        self.lbl_range.text = formats.page_range(first, len(rows), self.answer["total"], locale)
        self.btn_previous.enabled = self.page > 0
        self.btn_next.enabled = first + len(rows) < self.answer["total"]
        self.show_selection()
        if rows:
            return self.state.show_content()
        if not any(self.filters.values()):
            return self.state.show_empty(*texts.NOT_PLANNED)
        self.state.show_empty(*(texts.NOT_FOUND if self.filters["search"] else texts.EMPTY))

    def show_selection(self):
        self.selection.visible = bool(self.selected)
        locale = app_context.config().get("locale")
        self.btn_remove.text = view.count_text(texts.REMOVE_SELECTED, len(self.selected), locale)

    @handle("bar", "x-choose")
    @handle("dd_channel", "change")
    @handle("timer_typing", "tick")
    @handle("txt_search", "pressed_enter")
    @handle("state", "x-retry")
    def begin(self, **event_args):
        """Show the first page of what is chosen now."""
        self.page, self.selected = 0, []
        self.load()

    @handle("txt_search", "change")
    def txt_search_change(self, **event_args):
        self.timer_typing.interval = 0
        self.timer_typing.interval = PAUSE_SECONDS

    @handle("btn_next", "click")
    @handle("btn_previous", "click")
    def turn(self, sender, **event_args):
        self.page += 1 if sender is self.btn_next else -1
        self.load()

    @handle("rp_recipients", "x-select")
    def row_select(self, send_key, selected, **event_args):
        others = [each for each in self.selected if each != send_key]
        self.selected = others + [send_key] if selected else others
        self.show_selection()

    @handle("btn_remove", "click")
    @handle("rp_recipients", "x-remove")
    def remove(self, send_key="", **event_args):
        """Let somebody, or all who are selected, get nothing, and offer to undo it."""
        send_keys = [send_key] if send_key else list(self.selected)
        count = self.ask("remove_recipients", send_keys)
        if count:
            text = view.count_text(texts.REMOVED, count, app_context.config().get("locale"))
            anvil.get_open_form().layout.offer_undo(text, lambda: self.ask("restore_recipients", send_keys))

    @handle("btn_retry", "click")
    def btn_retry_click(self, **event_args):
        count = self.ask("retry_failed_messages")
        if count:
            text = view.count_text(texts.RETRIED, count, app_context.config().get("locale"))
            anvil.Notification(text, timeout=4).show()

    def ask(self, name, *args):
        """Ask the server for a change and show what came of it; how many it was about, None when it was refused."""
        try:
            count = call(name, self.campaign["campaign_id"], *args).get("count")
        except CallFailed as problem:
            show_error(problem)
            return None
        self.selected = []
        self.raise_event("x-change")
        return count

    @handle("rp_recipients", "x-settle")
    def row_settle(self, name, send_key, **event_args):
        """Say of a message in doubt that it arrived, or send it again."""
        try:
            call(name, [send_key])
        except CallFailed as problem:
            return show_error(problem)
        self.raise_event("x-change")

    @handle("btn_export", "click")
    def btn_export_click(self, **event_args):
        try:
            file = call("export_campaign_recipients", self.campaign["campaign_id"], self.filters)["file"]
        except CallFailed as problem:
            return show_error(problem)
        anvil.media.download(file)
