"""A quick mail to some people: written, checked for who gets it, and sent or scheduled; below, those sent before."""

import anvil
from anvil import handle

from ...shared import app_context, clock, fields, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import broadcast_texts as texts
from .. import campaign_texts, campaign_view
from ._anvil_designer import EmailBroadcastFormTemplate


class EmailBroadcastForm(EmailBroadcastFormTemplate):
    def __init__(self, **properties):
        self.campaign_id = ""
        super().__init__(**properties)
        leaving.guard(self)
        self.state.stand_for(self.list)
        self.write.visible = app_context.may("campaigns.manage") and app_context.may("campaigns.send")
        self.dd_purpose.items = campaign_texts.PURPOSES
        self.dp_when.label = campaign_texts.AT_TIME.format(app_context.config().get("time_zone"))
        self.clear()

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("broadcasts")
        navigation_helpers.highlight_active_nav(self, "broadcasts")
        self.load()

    def has_changes(self):
        """True while something written was not sent."""
        return bool(self.txt_subject.text or self.txt_text.text)

    def clear(self):
        """Begin a new one."""
        self.campaign_id, self.dp_when.date = "", None
        self.txt_subject.text = self.txt_text.text = ""
        self.dd_purpose.selected_value = campaign_texts.PURPOSES[0][1]
        self.audience.clear()
        self.review()
        self.show_problem("")

    @handle("audience", "x-change")
    @handle("dd_purpose", "change")
    def review(self, **event_args):
        """Ask who would get it."""
        self.who_gets_it.show(self.audience.audience(), self.dd_purpose.selected_value)

    @handle("who_gets_it", "x-change")
    def show_count(self, **event_args):
        self.people = campaign_view.people(self.who_gets_it.count, app_context.config().get("locale"))
        self.btn_send.text = texts.SEND.format(self.people) if self.who_gets_it.count else campaign_texts.SEND_NOBODY
        self.btn_send.enabled = self.btn_schedule.enabled = self.who_gets_it.count > 0

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch those sent before."""
        try:
            found = call("list_campaigns", None, "quick_mail")["campaigns"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        locale = app_context.config().get("locale")
        self.rp_past.items = [campaign_view.as_row(each, clock, locale) for each in found]
        if found:
            return self.state.show_content()
        self.state.show_empty(*texts.EMPTY)

    @handle("rp_past", "x-duplicate")
    def duplicate(self, campaign, **event_args):
        made = call("duplicate_campaign", campaign["campaign_id"])["campaign_id"]
        pages.open_page("campaign-edit", campaign_id=made)

    @handle("rp_past", "x-archive")
    def archive(self, campaign, **event_args):
        call("archive_campaign", campaign["campaign_id"])
        self.load()
        text = campaign_texts.ARCHIVED.format(campaign["campaign_name"])
        self.layout.offer_undo(text, lambda: self.restore(campaign["campaign_id"]))

    def restore(self, campaign_id):
        call("restore_campaign", campaign_id)
        self.load()

    @handle("btn_send", "click")
    def btn_send_click(self, **event_args):
        if not self.is_written():
            return
        question = texts.SEND_TEXT.format(self.txt_subject.text)
        buttons = [(texts.KEEP, False), (texts.SEND.format(self.people), True)]
        if anvil.confirm(question, title=texts.SEND_TITLE.format(self.people), buttons=buttons, dismissible=True):
            self.send(texts.SENT, "launch_campaign")

    @handle("btn_schedule", "click")
    def btn_schedule_click(self, **event_args):
        if not self.dp_when.date:
            return self.show_problem(texts.NEEDS_TIME)
        if self.is_written():
            self.send(texts.SCHEDULED, "schedule_campaign", self.dp_when.date.strftime("%Y-%m-%dT%H:%M"))

    def is_written(self):
        """Whether there is a mail to send; what is missing is said."""
        missing = texts.NEEDS_SUBJECT if not self.txt_subject.text.strip() else ""
        if not missing and not self.txt_text.text.strip():
            missing = texts.NEEDS_TEXT
        self.show_problem(missing)
        return not missing

    def send(self, told, step, *args):
        """Keep the mail and take a step with it; what is refused stays as it was written."""
        try:
            self.keep()
            answer = call(step, self.campaign_id, *args)
        except CallFailed as problem:
            return self.show_problem(problem.text or " ".join(problem.fields.values()))
        waits = answer["campaign"]["status"] == "awaiting_approval"
        text = campaign_texts.ASK_APPROVAL if waits else told.format(self.txt_subject.text)
        anvil.Notification(text, timeout=6).show()
        self.clear()
        self.load()

    def keep(self):
        """Let the server have the mail as it is written now."""
        subject = self.txt_subject.text
        data = {
            "campaign_name": subject[:120],
            "campaign_type": "quick_mail",
            "purpose": self.dd_purpose.selected_value,
            "audience": self.audience.audience(),
            "subject": subject,
            "blocks": [{"kind": "text", "text": self.txt_text.text}],
        }
        if self.campaign_id:
            call("update_campaign", self.campaign_id, data)
        else:
            self.campaign_id = call("create_campaign", data)["campaign_id"]

    def show_problem(self, text):
        fields.tell(self.lbl_problem, text)
