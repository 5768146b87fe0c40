"""A campaign that goes, went or waits: how it stands, and what can be done now."""

import anvil
from anvil import handle

from ...shared import app_context, clock, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import campaign_texts as texts
from .. import campaign_view, results_view
from ._anvil_designer import CampaignFormTemplate

FOLLOW_SECONDS, LOOK_AGAIN_SECONDS = 3, 15
UNDER_WAY = ("sending", "scheduled")


class CampaignForm(CampaignFormTemplate):
    def __init__(self, campaign_id="", **properties):
        self.campaign_id, self.campaign = campaign_id, None
        super().__init__(**properties)
        self.state.stand_for(self.content)

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("campaign", campaign_id=self.campaign_id)
        navigation_helpers.highlight_active_nav(self, "campaigns")
        self.load()

    @handle("", "hide")
    def form_hide(self, **event_args):
        self.timer_follow.interval = 0

    @handle("state", "x-retry")
    @handle("timer_follow", "tick")
    @handle("recipients", "x-change")
    def load(self, **event_args):
        """Fetch the campaign; while it goes, again and again."""
        try:
            campaign = call("get_campaign", self.campaign_id)["campaign"]
            results = call("get_campaign_figures", self.campaign_id)
        except CallFailed as problem:
            self.timer_follow.interval = 0
            return self.state.show_problem(problem.text)
        self.show(campaign)
        self.show_results(campaign, results)
        self.rp_figures.visible = campaign["channels"] is None or bool(campaign["stats"]["delivered"])
        self.channel_stats.show(campaign)
        self.recipients.show(campaign)
        self.state.show_content()

    def show_results(self, campaign, results):
        """Show what came of it; as long as something may still come, look again."""
        locale = app_context.config().get("locale")
        self.rp_figures.items = results_view.figures(campaign["stats"], results, self.campaign_id, locale)
        self.results.visible = results["counted_at"] is not None and bool(campaign["stats"]["sent"])
        if self.results.visible:
            self.results.show(results)
        follows = campaign["status"] in UNDER_WAY or results["is_stale"]
        self.timer_follow.interval = FOLLOW_SECONDS if follows else LOOK_AGAIN_SECONDS if campaign["started_at"] else 0

    def show(self, campaign):
        """Show how a campaign stands, and only what can be done with it now."""
        self.campaign = campaign
        status = campaign["status"]
        self.lbl_title.text = campaign["campaign_name"]
        self.lbl_state.text, self.lbl_state.role = campaign["status_label"], ["state", texts.STATE_CHIPS[status]]
        self.lbl_context.text = campaign_view.when(campaign, clock)
        self.lbl_reason.text, self.lbl_reason.visible = campaign["status_reason"] or "", bool(campaign["status_reason"])
        self.show_progress(campaign["stats"], status)
        self.facts.show(campaign)
        may_send, may_write = app_context.may("campaigns.send"), app_context.may("campaigns.manage")
        self.btn_edit.visible = may_write and status in campaign_view.CHANGEABLE
        self.btn_approve.visible = may_send and status == "awaiting_approval"
        self.btn_pause.visible = may_send and status == "sending"
        self.btn_resume.visible = may_send and status == "paused"
        self.btn_stop.visible = may_send and status in ("sending", "paused", "scheduled", "awaiting_approval")
        self.btn_copy.visible = may_write

    def show_progress(self, stats, status):
        """A bar while messages wait."""
        total = stats["total"]
        self.bar_progress.visible = status in ("sending", "paused") and total > 0
        self.bar_progress.progress = 100 * (total - stats["waiting"]) / total if total else 0

    def do(self, name, *args):
        """Ask the server for a step and show what came of it."""
        try:
            call(name, self.campaign_id, *args)
        except CallFailed as problem:
            anvil.Notification(problem.text, style="danger", timeout=8).show()
        self.load()

    @handle("btn_pause", "click")
    def btn_pause_click(self, **event_args):
        self.do("pause_campaign")

    @handle("btn_resume", "click")
    def btn_resume_click(self, **event_args):
        self.do("resume_campaign")

    @handle("btn_approve", "click")
    def btn_approve_click(self, **event_args):
        self.do("approve_campaign", self.campaign["version"])

    @handle("btn_stop", "click")
    def btn_stop_click(self, **event_args):
        waiting = self.campaign["stats"]["waiting"]
        question = formats.counted(texts.CANCEL_TEXT, waiting, app_context.config().get("locale"))
        buttons = [(texts.KEEP, False), (texts.CANCEL, True)]
        if anvil.confirm(question, title=texts.CANCEL_TITLE, buttons=buttons, dismissible=True):
            self.do("cancel_campaign")

    @handle("btn_edit", "click")
    def btn_edit_click(self, **event_args):
        pages.open_page(campaign_view.editor_of(self.campaign), campaign_id=self.campaign_id)

    @handle("btn_copy", "click")
    def btn_copy_click(self, **event_args):
        made = call("duplicate_campaign", self.campaign_id)["campaign_id"]
        pages.open_page(campaign_view.editor_of(self.campaign), campaign_id=made)

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("campaigns")
