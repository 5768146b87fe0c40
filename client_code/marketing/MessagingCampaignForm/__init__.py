"""Messages to customers in six steps: what, which places, which channels, whom, the words, and when."""

import copy

from anvil import handle

from ...shared import fields, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import messaging_texts as texts
from .. import messaging_view as view
from ._anvil_designer import MessagingCampaignFormTemplate


class MessagingCampaignForm(MessagingCampaignFormTemplate):
    def __init__(self, campaign_id="", step="", **properties):
        self.campaign_id, self.version, self.wrong = campaign_id, None, []
        self.item, self.seen = copy.deepcopy(view.FRESH), set()
        self.choices = call("get_messaging_choices")
        if campaign_id:
            self.take(call("get_campaign", campaign_id)["campaign"])
            self.seen = set(view.STEP_NAMES[:-1]) - set(view.missing(self.item))
        super().__init__(**properties)
        leaving.guard(self)
        self.saved = copy.deepcopy(self.item)
        self.step = step if step in view.STEP_NAMES else view.STEP_NAMES[0]
        self.parts = {name: getattr(self, name) for name in view.STEP_NAMES}

    def take(self, campaign):
        """Let the form hold what the server has."""
        self.campaign_id, self.version, self.wrong = campaign["campaign_id"], campaign["version"], campaign["wrong"]
        self.item = view.of_campaign(campaign)

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "campaigns")
        self.show_step()

    def has_changes(self):
        """True while something is not saved."""
        return self.item != self.saved

    def show_step(self):
        """Show the present step; the last one asks the server whether all is ready."""
        pages.announce("messaging-edit", campaign_id=self.campaign_id, step=self.step)
        self.lbl_title.text = self.item["campaign_name"] or texts.NEW
        for name, part in self.parts.items():
            part.visible = name == self.step
        place = view.STEP_NAMES.index(self.step)
        self.btn_previous.visible = place > 0
        self.btn_next.visible = place < len(view.STEP_NAMES) - 1
        self.show_states()
        self.parts[self.step].show(self)

    def show_states(self):
        self.steps.show(view.step_states(self.item, self.step, self.seen))

    @handle("basics", "x-change")
    @handle("places", "x-change")
    @handle("channels", "x-change")
    @handle("customers", "x-change")
    @handle("content", "x-change")
    def part_change(self, **event_args):
        self.lbl_saved.text = ""
        self.show_states()

    @handle("steps", "x-choose")
    def go_to(self, step, **event_args):
        """Save what there is and go to another step; what is missing is said, and holds nobody up on the way back."""
        self.seen.add(self.step)
        ahead = view.STEP_NAMES.index(step) > view.STEP_NAMES.index(self.step)
        lacking = view.missing(self.item).get(self.step, "") if ahead and self.step != "content" else ""
        if lacking or (ahead and not self.save()):
            self.show_states()
            return self.show_problem(lacking) if lacking else None
        self.step = step
        self.show_problem("")
        self.show_step()

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.go_to(view.STEP_NAMES[view.STEP_NAMES.index(self.step) + 1])

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.go_to(view.STEP_NAMES[view.STEP_NAMES.index(self.step) - 1])

    def save(self):
        """Keep the draft on the server, if anything changed; False when it is refused, and that is said."""
        if self.campaign_id and not self.has_changes():
            return True
        given = copy.deepcopy(self.item)
        try:
            if not self.campaign_id:
                self.campaign_id = call("create_campaign", given)["campaign_id"]
                kept = call("get_campaign", self.campaign_id)["campaign"]
            else:
                kept = call("update_campaign", self.campaign_id, given, self.version)["campaign"]
        except CallFailed as problem:
            self.version, text = problem.when_overtaken(self.version)
            self.show_problem(text)
            return False
        self.version, self.wrong, self.saved = kept["version"], kept["wrong"], given
        self.lbl_saved.text = texts.SAVED
        return True

    def show_problem(self, text):
        fields.tell(self.lbl_problem, text)

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        if self.item["campaign_name"] and not self.save():
            return
        pages.open_page("campaigns")
