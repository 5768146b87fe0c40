"""Who sends the business's messages, how often, how fast, and when people may be written to."""

import copy

import anvil
from anvil import handle

from ...shared import app_context, fields, formats, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import MessagingSettingsTemplate

PRICED = ("email", "whatsapp", "sms")
NUMBERS = ("emails_per_hour", "cap", "cap_days", "approve_above", "attribution_days", "stop_bounces", "stop_complaints")


class MessagingSettings(MessagingSettingsTemplate):
    def __init__(self, **properties):
        self.settings = None
        super().__init__(**properties)
        leaving.guard(self)
        self.state.stand_for(self.content)
        names = ("sender_name", "sender_address", "reply_to") + NUMBERS
        self.boxes = {name: getattr(self, "txt_" + name) for name in names}
        self.prices = {channel: getattr(self, "txt_price_" + channel) for channel in PRICED}
        self.dd_tracking.items = texts.TRACKING

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-messages")
        navigation_helpers.highlight_active_nav(self, "settings")
        if self.settings is None:
            self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch what was decided."""
        try:
            self.settings = call("get_messaging_settings")["settings"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        may_change = app_context.may("settings.manage")
        for name, box in self.boxes.items():
            box.text, box.enabled = self.settings[name], may_change
        self.dd_tracking.selected_value, self.dd_tracking.enabled = self.settings["tracking"], may_change
        self.cb_warm_up.checked, self.cb_warm_up.enabled = self.settings["warm_up"], may_change
        today = formats.number(self.settings["warm_up_today"] or 0, app_context.config().get("locale"))
        self.lbl_warm_up.text = texts.WARMS_UP.format(today) if self.settings["warm_up"] else texts.WARM_UP
        for channel, box in self.prices.items():
            box.text, box.enabled = float(self.settings["prices"][channel]) or None, may_change
        self.hours.show(copy.deepcopy(self.settings["hours"]), texts.NO_MESSAGES)
        self.save_actions.visible = may_change
        if not may_change:
            self.lbl_context.text = texts.READ_ONLY
        self.show_problem({})
        self.state.show_content()

    def changes(self):
        """What differs from what the server told."""
        typed = {name: box.text for name, box in self.boxes.items()}
        typed["hours"] = self.hours.hours()
        typed["prices"] = {channel: self.price(channel, box) for channel, box in self.prices.items()}
        typed["warm_up"] = self.cb_warm_up.checked
        typed["tracking"] = self.dd_tracking.selected_value
        return {name: value for name, value in typed.items() if value != self.settings[name]}

    def price(self, channel, box):
        """What was typed as a price, in the server's form; what it told, where that is the same amount."""
        told = self.settings["prices"][channel]
        return told if float(told) == (box.text or 0) else str(box.text or 0)

    def has_changes(self):
        """True while something is not saved."""
        return self.settings is not None and bool(self.changes())

    @handle("lnk_mail", "click")
    def lnk_mail_click(self, **event_args):
        pages.open_page("settings-mail")

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        if self.hours.problem():
            return self.show_problem({}, self.hours.problem())
        try:
            self.settings = call("save_messaging_settings", self.changes())["settings"]
        except CallFailed as problem:
            return self.show_problem(problem.fields, problem.text)
        anvil.Notification(texts.MESSAGES_SAVED, timeout=4).show()
        self.raise_event("x-close", page="settings")

    @handle("lnk_back", "click")
    @handle("btn_cancel", "click")
    def close(self, **event_args):
        self.raise_event("x-close", page="settings")

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
