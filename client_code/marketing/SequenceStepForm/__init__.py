"""Write one step of a sequence: when it comes, who is left out, and what it says."""

import copy

import anvil
from anvil import handle

from ...shared import fields, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import sequence_step_view as view
from .. import sequence_texts as texts
from ._anvil_designer import SequenceStepFormTemplate


class SequenceStepForm(SequenceStepFormTemplate):
    def __init__(self, campaign_id="", step_key="", **properties):
        self.campaign_id, self.step_key, self.templates = campaign_id, step_key, None
        sequence = call("get_sequence", campaign_id)["sequence"]
        self.version, self.purpose = sequence["version"], sequence["purpose"]
        known = [step for step in sequence["steps"] if step["step_key"] == step_key]
        self.step_key = step_key if known else ""
        self.item = view.edited(known[0] if known else view.FRESH, sequence["steps"])
        super().__init__(**properties)
        leaving.guard(self)
        self.dd_channel.items = texts.CHANNELS
        fields.pick_time(self.txt_time)
        self.boxes = {"delay_days": self.txt_days, "delay_hours": self.txt_hours, "send_time": self.txt_time}
        self.saved = copy.deepcopy(self.item)
        self.lbl_title.text = texts.STEP.format(known[0]["step_number"]) if known else texts.NEW_STEP
        self.lnk_back.text = sequence["campaign_name"]
        self.show_problem({})

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("sequence-step", campaign_id=self.campaign_id, step_key=self.step_key)
        navigation_helpers.highlight_active_nav(self, "sequences")
        self.show_channel()

    def has_changes(self):
        """True while something is not saved."""
        return self.item != self.saved

    @handle("dd_channel", "change")
    def show_channel(self, **event_args):
        """Show what is written on the chosen channel."""
        channel = self.item["channel"]
        is_mail = channel == "email"
        self.mail.visible, self.chat.visible, self.btn_test.visible = is_mail, not is_mail, is_mail
        if is_mail:
            return self.mail.show(self.item, self.purpose)
        if channel == "whatsapp" and self.templates is None:
            self.templates = call("list_usable_templates")["templates"]
        self.chat.show(self.item, channel, self.templates or [])

    @handle("btn_test", "click")
    def btn_test_click(self, **event_args):
        """Mail the step, as it is written now, to the person who writes it."""
        try:
            address = call("send_test_step", self.campaign_id, view.given(self.item))["address"]
        except CallFailed as problem:
            return self.show_problem(problem.fields, problem.text)
        anvil.Notification(texts.TEST_SENT.format(address), timeout=4).show()

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        self.btn_save.enabled = False
        try:
            call("save_step", self.campaign_id, view.given(self.item), self.step_key, self.version)
        except CallFailed as problem:
            self.version, text = problem.when_overtaken(self.version)
            return self.show_problem(problem.fields, text)
        finally:
            self.btn_save.enabled = True
        self.saved = copy.deepcopy(self.item)
        self.close()

    @handle("lnk_back", "click")
    @handle("btn_cancel", "click")
    def close(self, **event_args):
        pages.open_page("sequence", campaign_id=self.campaign_id)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
