"""What one person would get of a sequence, and when, were it to begin for them now."""

from anvil import handle

from ...shared import clock
from ...shared.server_calls import CallFailed, call
from .. import sequence_texts as texts
from .. import sequence_view
from ._anvil_designer import SequenceRehearsalTemplate


class SequenceRehearsal(SequenceRehearsalTemplate):
    def __init__(self, **properties):
        self.campaign_id = ""
        super().__init__(**properties)

    def show(self, campaign_id):
        """Ask about people in this sequence; what was told before is forgotten."""
        self.campaign_id = campaign_id
        self.lbl_whose.text, self.rp_lines.items = "", []

    @handle("search", "x-choose")
    def choose(self, contact_id, full_name, **event_args):
        self.search.clear()
        try:
            steps = call("rehearse_sequence", self.campaign_id, contact_id)["steps"]
        except CallFailed as problem:
            self.lbl_whose.text, self.rp_lines.items = problem.text, []
            return
        self.lbl_whose.text = texts.REHEARSAL_FOR.format(full_name)
        self.rp_lines.items = [sequence_view.rehearsal_item(line, clock) for line in steps]
