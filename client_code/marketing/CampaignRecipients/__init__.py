"""The recipients of a campaign: who, on which channel, how it stands and why; remove, try again, export.

Raises `x-change` when something of the campaign changed.
"""

from anvil import handle

from ...shared import app_context, clock, formats
from ...shared.server_calls import CallFailed, call
from .. import campaign_texts, recipient_actions
from .. import recipient_texts as texts
from .. import recipient_view as view
from ._anvil_designer import CampaignRecipientsTemplate

PAUSE_SECONDS, PAGE = 0.3, 50


class CampaignRecipients(CampaignRecipientsTemplate):
    def __init__(self, **properties):
        self.campaign, self.answer, self.selected = None, {}, []
        self.cursor, self.first = None, 0
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
            known = [(campaign_texts.CHANNELS[each], each) for each in channels]
            self.dd_channel.items = [(texts.ALL_CHANNELS, "")] + known
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
        """Fetch a page; rows that did not change stay, with the keyboard's focus in them."""
        self.timer_typing.interval = 0
        try:
            answer = call("list_campaign_recipients", self.campaign["campaign_id"], self.filters, self.cursor)
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        if answer != self.answer:
            self.answer = answer
            self.show_rows()

    def show_rows(self):
        rows, locale = self.answer["recipients"], app_context.config().get("locale")
        items = [view.as_row(each, clock, self.selected, self.may_send) for each in rows]
        self.list.classes = "list can-choose" if any(item["may_remove"] for item in items) else "list"
        self.rp_recipients.items = items
        self.lbl_range.text = formats.page_range(self.first, len(rows), self.answer["total"], locale)
        self.btn_previous.enabled = bool(self.answer["previous_cursor"])
        self.btn_next.enabled = bool(self.answer["next_cursor"])
        self.show_selection()
        if rows:
            return self.state.show_content()
        if not any(self.filters.values()):
            return self.state.show_empty(*texts.NOT_PLANNED)
        self.state.show_empty(*(texts.NOT_FOUND if self.filters["search"] else texts.EMPTY))

    def show_selection(self):
        self.selection.visible = bool(self.selected)
        locale = app_context.config().get("locale")
        self.btn_remove.text = formats.counted(texts.REMOVE_SELECTED, len(self.selected), locale)

    @handle("bar", "x-choose")
    @handle("dd_channel", "change")
    @handle("timer_typing", "tick")
    @handle("txt_search", "pressed_enter")
    @handle("state", "x-retry")
    def begin(self, **event_args):
        """Show the first page of what is chosen now."""
        self.selected, self.answer = [], {}
        self.cursor, self.first = None, 0
        self.load()

    @handle("txt_search", "change")
    def txt_search_change(self, **event_args):
        self.timer_typing.interval = 0
        self.timer_typing.interval = PAUSE_SECONDS

    @handle("btn_next", "click")
    @handle("btn_previous", "click")
    def turn(self, sender, **event_args):
        goes_on = sender is self.btn_next
        self.cursor = self.answer["next_cursor" if goes_on else "previous_cursor"]
        self.first += len(self.answer["recipients"]) if goes_on else -PAGE
        self.load()

    @handle("rp_recipients", "x-select")
    def row_select(self, send_key, selected, **event_args):
        others = [each for each in self.selected if each != send_key]
        self.selected = others + [send_key] if selected else others
        self.show_selection()

    @handle("btn_remove", "click")
    @handle("rp_recipients", "x-remove")
    def remove(self, send_key="", **event_args):
        recipient_actions.remove(self, [send_key] if send_key else list(self.selected))

    @handle("btn_retry", "click")
    def btn_retry_click(self, **event_args):
        recipient_actions.retry(self)

    @handle("rp_recipients", "x-settle")
    def row_settle(self, name, send_key, **event_args):
        recipient_actions.settle(self, name, send_key)

    @handle("btn_export", "click")
    def btn_export_click(self, **event_args):
        recipient_actions.export(self)

    def changed(self):
        """Something of the campaign is another now: the page asks anew."""
        self.selected, self.answer = [], {}
        self.raise_event("x-change")
