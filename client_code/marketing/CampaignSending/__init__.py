"""The last part of a campaign: whether all is ready, a test, and sending it now or later."""

import anvil
from anvil import handle

from ...shared import app_context, pages
from ...shared.server_calls import CallFailed, call
from .. import campaign_texts as texts
from .. import campaign_view
from ._anvil_designer import CampaignSendingTemplate


class CampaignSending(CampaignSendingTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.btn_send.visible = self.when.visible = app_context.may("campaigns.send")
        self.dp_when.label = texts.AT_TIME.format(app_context.config().get("time_zone"))

    def show(self, campaign_id, campaign, wrong, gets=None):
        """Say what keeps a saved campaign from going (`wrong`), and how many would get it: asked, if not given."""
        self.campaign_id, self.item = campaign_id, campaign
        chosen = True
        if gets is None:
            audience = campaign["audience"]
            chosen = audience["everyone"] or audience["segments"]
            found = call("review_audience", audience, campaign["purpose"]) if chosen else None
            gets = found["goes"] + found["waits"] if found else 0
        self.people = campaign_view.people(gets, app_context.config().get("locale"))
        if not gets:
            wrong = wrong + [texts.NOBODY_NOW if chosen else texts.NOT_CHOSEN]
        self.lbl_ready.text = " ".join(wrong) or texts.READY
        self.btn_send.text = texts.SEND.format(self.people)
        self.btn_send.enabled = self.btn_schedule.enabled = not wrong
        self.btn_test.enabled = bool(campaign["subject"])
        self.show_problem("")

    def show_problem(self, text):
        self.lbl_problem.text, self.lbl_problem.visible = text, bool(text)

    def ask(self, name, *args):
        """The answer of the server to a step with this campaign; None when it is refused, and that is said."""
        try:
            return call(name, self.campaign_id, *args)
        except CallFailed as problem:
            self.show_problem(problem.text)
            return None

    @handle("btn_send", "click")
    def btn_send_click(self, **event_args):
        question = texts.SEND_TEXT.format(self.item["campaign_name"])
        buttons = [(texts.KEEP, False), (texts.SEND.format(self.people), True)]
        if not anvil.confirm(question, title=texts.SEND_TITLE.format(self.people), buttons=buttons):
            return
        answer = self.ask("launch_campaign")
        if answer is None:
            return
        if answer["campaign"]["status"] == "awaiting_approval":
            anvil.Notification(texts.ASK_APPROVAL, timeout=8).show()
        pages.open_page("campaign", campaign_id=self.campaign_id)

    @handle("btn_schedule", "click")
    def btn_schedule_click(self, **event_args):
        moment = self.dp_when.date
        if not moment:
            return self.show_problem(texts.NEEDS_TIME)
        if self.ask("schedule_campaign", moment.strftime("%Y-%m-%dT%H:%M")):
            pages.open_page("campaign", campaign_id=self.campaign_id)

    @handle("btn_test", "click")
    def btn_test_click(self, **event_args):
        answer = self.ask("send_test_campaign")
        if answer:
            anvil.Notification(texts.TEST_SENT.format(answer["address"]), timeout=4).show()
