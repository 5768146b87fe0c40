"""Which services send the business's mail, whether its domain can be believed, and what went wrong on the way."""

import anvil
from anvil import handle

from ...shared import app_context, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import mail_texts, mail_view
from ._anvil_designer import MailSettingsTemplate


class MailSettings(MailSettingsTemplate):
    def __init__(self, **properties):
        self.sending = None
        super().__init__(**properties)
        self.state.stand_for(self.content)
        self.menus = {name: getattr(self, "dd_" + name) for name, _ in mail_texts.STREAMS}
        for name, label in mail_texts.STREAMS:
            self.menus[name].label = label
            self.menus[name].add_event_handler("change", lambda name=name, **event: self.choose(name))

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-mail")
        navigation_helpers.highlight_active_nav(self, "settings")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch how mail is sent, and what went wrong."""
        may_change = app_context.may("settings.manage")
        try:
            self.sending = call("get_mail_sending")
            if may_change:
                self.show_reports(call("list_provider_reports"))
                self.show_mails(call("list_sent_mails"))
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.dom_nodes["kept"].hidden = not may_change
        self.show_sending()
        self.state.show_content()

    def show_sending(self):
        """Show the services, the domain and its records."""
        sending, may_change = self.sending, app_context.may("settings.manage")
        providers = sending["providers"]
        for name, menu in self.menus.items():
            menu.items = [(each["label"], each["value"]) for each in providers]
            chosen = sending["streams"][name]["provider"]
            menu.selected_value = chosen if any(each["value"] == chosen for each in providers) else None
            menu.enabled = may_change and bool(providers)
        held = [stream["held"] for stream in sending["streams"].values() if stream["held"]]
        self.say(mail_texts.HELD.format(held[0]) if held else "" if providers else mail_texts.NO_PROVIDER)
        self.btn_test.visible = may_change and bool(providers)
        self.show_domain(sending["domain"], may_change)

    def show_domain(self, domain, may_change):
        word, tone, text = mail_view.domain_state(domain)
        self.lbl_verified.text, self.lbl_verified.role = word, ["state", tone]
        self.lbl_domain.text = text
        counts = bool(domain["domain"]) and not domain["stays_here"]
        self.rp_records.items = [mail_view.record_row(each) for each in domain["records"]] if counts else []
        self.btn_check.visible = may_change and counts
        self.btn_key.visible = may_change and counts and domain["provider"] != "brevo" and not self.sending["has_key"]

    def show_reports(self, answer):
        """Show what services reported and nobody could read."""
        self.lbl_reports.text = mail_view.reports_said(answer)
        self.rp_reports.items = [mail_view.report_row(each) for each in answer["reports"]]
        self.btn_replay_all.visible = bool(answer["total"])

    def show_mails(self, answer):
        self.lbl_no_mails.text, self.lbl_no_mails.visible = mail_texts.NO_MAILS, not answer["mails"]
        self.rp_mails.items = [mail_view.mail_row(each) for each in answer["mails"]]

    def choose(self, stream):
        """Let a stream go through the service that its menu says."""
        menu = self.menus[stream]
        if menu.selected_value == self.sending["streams"][stream]["provider"]:
            return
        try:
            self.sending = call("set_mail_provider", stream, menu.selected_value)
        except CallFailed as problem:
            self.show_sending()
            return self.say(problem.text)
        self.show_sending()
        labels = {each["value"]: each["label"] for each in self.sending["providers"]}
        anvil.Notification(mail_texts.CHANGED.format(labels[menu.selected_value]), timeout=4).show()

    @handle("btn_test", "click")
    def btn_test_click(self, **event_args):
        self.btn_test.enabled = False
        self.say(mail_texts.TRYING)
        try:
            sent_to = call("send_test_through", self.dd_marketing_email.selected_value or "")["sent_to"]
            self.say(mail_texts.SENT_TO.format(sent_to))
        except CallFailed as problem:
            self.say(problem.text)
        finally:
            self.btn_test.enabled = True

    @handle("btn_check", "click")
    def btn_check_click(self, **event_args):
        before = self.sending["domain"]["checked_at"]
        self.btn_check.enabled = False
        try:
            self.sending = call("check_sender_domain")
        except CallFailed as problem:
            return self.say(problem.text)
        finally:
            self.btn_check.enabled = True
        self.show_sending()
        if self.sending["domain"]["checked_at"] == before:
            self.lbl_domain.text = mail_texts.NO_ANSWER

    @handle("btn_key", "click")
    def btn_key_click(self, **event_args):
        call("make_signing_key")
        self.btn_check_click()
        anvil.Notification(mail_texts.KEY_MADE, timeout=6).show()

    @handle("rp_reports", "x-replay")
    def replay(self, provider="", event_key="", **event_args):
        count = call("replay_provider_reports", provider, event_key)["count"]
        anvil.Notification(mail_view.replayed(count), timeout=4).show()
        self.show_reports(call("list_provider_reports"))

    @handle("btn_replay_all", "click")
    def btn_replay_all_click(self, **event_args):
        self.replay()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")

    @handle("lnk_sender", "click")
    def lnk_sender_click(self, **event_args):
        pages.open_page("settings-messages")

    def say(self, text):
        """Say what concerns the services."""
        self.lbl_services.text, self.lbl_services.visible = text, bool(text)
