"""The steps of a sequence on a line of time, and what somebody would get. Raises `x-changed`, and `x-undoable`."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.server_calls import call
from .. import sequence_texts as texts
from .. import sequence_view
from ._anvil_designer import SequenceStepsTemplate


class SequenceSteps(SequenceStepsTemplate):
    def __init__(self, **properties):
        self.sequence = None
        super().__init__(**properties)
        self.state.stand_for(self.list)

    def show(self, sequence):
        """Show the steps of a sequence."""
        self.sequence = sequence
        may_write = app_context.may("campaigns.manage") and sequence["status"] != "archived"
        steps, locale = sequence["steps"], app_context.config().get("locale")
        self.rp_steps.items = [sequence_view.step_item(step, len(steps), may_write, locale) for step in steps]
        self.btn_add.visible = may_write
        self.rehearsal.visible = bool(steps)
        self.rehearsal.show(sequence["campaign_id"])
        if steps:
            return self.state.show_content()
        title, text, action = texts.NO_STEPS
        self.state.show_empty(title, text, action if may_write else "")

    @handle("btn_add", "click")
    @handle("state", "x-start")
    def add(self, **event_args):
        pages.open_page("sequence-step", campaign_id=self.sequence["campaign_id"])

    @handle("rp_steps", "x-edit")
    def edit(self, step, **event_args):
        pages.open_page("sequence-step", campaign_id=self.sequence["campaign_id"], step_key=step["step_key"])

    @handle("rp_steps", "x-move")
    def move(self, step, by, **event_args):
        call("move_step", self.sequence["campaign_id"], step["step_key"], step["step_number"] + by)
        self.raise_event("x-changed")

    @handle("rp_steps", "x-switch")
    def switch(self, step, **event_args):
        call("save_step", self.sequence["campaign_id"], {"is_active": not step["is_active"]}, step["step_key"])
        self.raise_event("x-changed")

    @handle("rp_steps", "x-remove")
    def remove(self, step, **event_args):
        campaign_id, key = self.sequence["campaign_id"], step["step_key"]
        place = call("remove_step", campaign_id, key)["place"]
        self.raise_event("x-changed")
        text = texts.REMOVED.format(place)
        self.raise_event("x-undoable", text=text, undo=lambda: call("restore_step", campaign_id, key, place))
