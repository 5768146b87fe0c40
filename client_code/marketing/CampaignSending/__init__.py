"""The last part of a campaign: whether all is ready, a test, and sending it now or later."""

import anvil
from anvil import handle

from ...shared import app_context, fields, pages
from ...shared.server_calls import CallFailed, call
from .. import campaign_texts as texts
from .. import campaign_view, mail_view
from ._anvil_designer import CampaignSendingTemplate


class CampaignSending(CampaignSendingTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.btn_send.visible = self.when.visible = app_context.may("campaigns.send")
        self.dp_when.label = texts.AT_TIME.format(app_context.config().get("time_zone"))

    def show(self, campaign_id, campaign, version, wrong, gets=None):
        """Say what keeps a saved campaign from going (`wrong`), and how many would get it: asked, if not given.

        What is sent from here is this `version` of it, and no other.
        """
        self.campaign_id, self.item, self.version = campaign_id, campaign, version
        nobody = texts.NOBODY_HERE
        if gets is None:
            audience = campaign["audience"]
            chosen = campaign_view.is_chosen(audience)
            found = call("review_audience", audience, campaign["purpose"]) if chosen else None
            gets = found["goes"] + found["waits"] if found else 0
            nobody = texts.NOBODY_NOW if chosen else texts.NOT_CHOSEN
        self.people = campaign_view.people(gets, app_context.config().get("locale"))
        if not gets:
            wrong = wrong + [nobody]
        ready = texts.READY if app_context.may("campaigns.send") else texts.READY_FOR_OTHERS
        self.lbl_ready.text = " ".join(wrong) or ready
        self.btn_send.text = texts.SEND.format(self.people) if gets else texts.SEND_NOBODY
        self.btn_send.enabled = self.btn_schedule.enabled = not wrong
        self.tests.visible = "email" in (campaign.get("channels") or ["email"])
        self.btn_test.enabled = bool(campaign["subject"])
        self.show_test(campaign.get("test") or {"is_on": False}, gets)
        self.offer_receivers()
        self.lbl_links.visible = False
        self.show_problem("")

    def show_test(self, test, count):
        """Say how many try which version before anything goes."""
        self.lbl_sizes.visible = test["is_on"] and count > 0
        if self.lbl_sizes.visible:
            self.lbl_sizes.text = mail_view.test_sizes(count, test, app_context.config().get("locale"))

    def offer_receivers(self):
        """Tests go to oneself, or to somebody who works here."""
        me = app_context.user()["email"]
        others = call("list_colleagues")["colleagues"] if app_context.may("tasks.view") else []
        self.dd_to.items = [(texts.ME, "")] + [(each["name"], each["email"]) for each in others if each["email"] != me]
        self.dd_to.selected_value = ""

    def show_problem(self, text, newest=None):
        """Say what is wrong; where somebody else changed the campaign, offer to show it as they left it, `newest`."""
        self.newest = newest
        self.btn_newest.visible = newest is not None
        fields.tell(self.lbl_problem, text)

    @handle("btn_newest", "click")
    def btn_newest_click(self, **event_args):
        pages.open_page(campaign_view.open_in(self.newest), campaign_id=self.campaign_id)

    def ask(self, name, *args):
        """The answer of the server to a step with this campaign; None when it is refused, and that is said."""
        try:
            return call(name, self.campaign_id, *args)
        except CallFailed as problem:
            self.show_problem(problem.text, problem.answer.get("current"))
            return None

    @handle("btn_send", "click")
    def btn_send_click(self, **event_args):
        question = texts.SEND_TEXT.format(self.item["campaign_name"])
        buttons = [(texts.KEEP, False), (texts.SEND.format(self.people), True)]
        if not anvil.confirm(question, title=texts.SEND_TITLE.format(self.people), buttons=buttons, dismissible=True):
            return
        self.go_on(self.ask("launch_campaign", self.version))

    def go_on(self, answer):
        """Open the page of a campaign that goes, now or later, or waits for a yes; stay where it was refused."""
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
        self.go_on(self.ask("schedule_campaign", moment.strftime("%Y-%m-%dT%H:%M"), self.version))

    @handle("btn_test", "click")
    def btn_test_click(self, **event_args):
        answer = self.ask("send_test_campaign", self.dd_to.selected_value or "")
        if answer:
            anvil.Notification(texts.TEST_SENT.format(answer["address"]), timeout=4).show()

    @handle("btn_links", "click")
    def btn_links_click(self, **event_args):
        """Let the server ask for every link; it does that behind the answer."""
        answer = self.ask("start_link_check")
        if answer:
            self.job_id = answer["job_id"]
            self.show_links(texts.LINKS_ASKED)
            self.timer_links.interval = 1

    @handle("timer_links", "tick")
    def follow_links(self, **event_args):
        """Look how far the job is."""
        try:
            progress = call("get_link_check", self.job_id)
        except CallFailed as problem:
            progress = {"status": "failed", "state": {}, "text": problem.text}
        if progress["status"] == "running":
            return
        self.timer_links.interval = 0
        is_done = progress["status"] == "done"
        self.show_links(campaign_view.links_told(progress["state"]) if is_done else texts.LINKS_FAILED)

    def show_links(self, text):
        self.lbl_links.text, self.lbl_links.visible = text, True

    @handle("", "hide")
    def form_hide(self, **event_args):
        self.timer_links.interval = 0
