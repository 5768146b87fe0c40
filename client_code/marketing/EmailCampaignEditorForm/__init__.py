"""Write a campaign: what it is, what it says, who gets it, when it goes."""

import copy

import anvil
from anvil import handle

from ...shared import app_context, fields, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import campaign_texts as texts
from ._anvil_designer import EmailCampaignEditorFormTemplate

FRESH = {
    "campaign_name": "",
    "campaign_type": "broadcast",
    "purpose": "marketing",
    "audience": {"everyone": False, "segments": [], "without": []},
    "subject": "",
    "preview_text": "",
    "blocks": [{"kind": "heading", "text": ""}, {"kind": "text", "text": ""}],
    "sender_name": "",
    "attachments": [],
    "test": {"is_on": False, "what": "subject", "percent": 20, "wait_hours": 4, "by": "clicks"},
    "words_b": {
        "subject": "",
        "preview_text": "",
        "sender_name": "",
        "blocks": [{"kind": "heading", "text": ""}, {"kind": "text", "text": ""}],
    },
    "budget": {"amount": None, "at_limit": "warn"},
}


class EmailCampaignEditorForm(EmailCampaignEditorFormTemplate):
    def __init__(self, campaign_id="", tab="basics", template="", **properties):
        self.campaign_id, self.version = campaign_id, None
        self.item = copy.deepcopy(FRESH)
        if campaign_id:
            self.take(call("get_campaign", campaign_id)["campaign"])
        super().__init__(**properties)
        leaving.guard(self)
        self.dd_purpose.items, self.dd_type.items = texts.PURPOSES, texts.TYPES
        self.tabs.offer(texts.TABS_NAME, texts.TABS, tab)
        self.parts = dict(zip([name for name, _ in texts.TABS], (self.basics, self.content, self.targeting, self.send)))
        self.dd_limit.items = texts.AT_LIMIT
        self.txt_budget.label = texts.BUDGET.format(app_context.config().get("system_currency"))
        self.content.show(self.item)
        self.targeting.show(self.item)
        self.saved = copy.deepcopy(self.item)
        self.template = template

    def take(self, campaign):
        """Let the form hold what the server has."""
        self.campaign_id, self.version = campaign["campaign_id"], campaign["version"]
        self.item = {name: copy.deepcopy(campaign[name]) for name in FRESH}
        self.wrong = campaign["wrong"]

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "campaigns")
        self.lbl_title.text = self.item["campaign_name"] or texts.NEW
        self.tabs_choose()
        if self.template:
            self.content.take_template(self.template)
            self.template = ""

    def has_changes(self):
        """True while something is not saved."""
        return self.item != self.saved

    @handle("tabs", "x-choose")
    def tabs_choose(self, **event_args):
        """Show one part; the last one asks the server whether all is ready."""
        tab = self.tabs.chosen
        pages.announce("campaign-edit", campaign_id=self.campaign_id, tab=tab)
        for name, part in self.parts.items():
            part.visible = name == tab
        if tab == "content":
            self.content.preview()
        elif tab == "targeting":
            self.targeting.review()
        elif tab == "schedule" and self.save():
            self.send.show(self.campaign_id, self.item, self.version, self.wrong)

    @handle("dd_purpose", "change")
    def dd_purpose_change(self, **event_args):
        self.targeting.review_later()

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        if self.save():
            anvil.Notification(texts.SAVED, timeout=2).show()

    def save(self):
        """Send what was written to the server, if anything was; False when it is refused, and that is said."""
        if not (self.item["campaign_name"] or "").strip():
            return self.show_problem({"campaign_name": texts.NEEDS_NAME})
        if self.has_changes() or not self.campaign_id:
            try:
                self.send_to_server()
            except CallFailed as problem:
                self.version, text = problem.when_overtaken(self.version)
                return self.show_problem(problem.fields, text)
        self.show_problem({})
        self.lbl_title.text = self.item["campaign_name"]
        return True

    def send_to_server(self):
        given = copy.deepcopy(self.item)
        if self.campaign_id:
            answer = call("update_campaign", self.campaign_id, given, self.version)["campaign"]
        else:
            self.campaign_id = call("create_campaign", given)["campaign_id"]
            answer = call("get_campaign", self.campaign_id)["campaign"]
        self.version, self.wrong, self.saved = answer["version"], answer["wrong"], given
        pages.announce("campaign-edit", campaign_id=self.campaign_id, tab=self.tabs.chosen)

    def show_problem(self, errors, text=""):
        """Say what is wrong, beside the name where it is about that; always False."""
        if "campaign_name" in errors and self.tabs.chosen != "basics":
            self.tabs.choose("basics")
            self.tabs_choose()
        elsewhere = fields.show_errors({"campaign_name": self.txt_name}, errors)
        message = text or elsewhere
        fields.tell(self.lbl_problem, message)
        return False

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        pages.open_page("campaigns")
