"""Who gets a campaign: everybody or segments, less others; and at once who does not, and why."""

from anvil import handle

from m3.components import Checkbox

from ...shared import app_context, clock
from ...shared.server_calls import CallFailed, call
from .. import campaign_texts as texts
from .. import campaign_view
from ._anvil_designer import CampaignTargetingTemplate

PAUSE_SECONDS = 0.4


class CampaignTargeting(CampaignTargetingTemplate):
    def __init__(self, **properties):
        self._asked = 0
        super().__init__(**properties)
        self.dd_who.items = texts.AUDIENCES

    def show(self, campaign):
        """Edit the `audience` of a campaign, in place."""
        self.item = campaign
        audience = campaign["audience"]
        segments = call("list_segments")["segments"]
        self.lbl_none.visible = not segments
        chosen = "segments" if audience["segments"] else None
        self.dd_who.selected_value = "everyone" if audience["everyone"] else chosen
        self.fill(self.col_segments, segments, "segments")
        self.fill(self.col_without, segments, "without")
        self.show_choice()

    def fill(self, column, segments, name):
        column.clear()
        for segment in segments:
            box = Checkbox(text=segment["name"], checked=segment["segment_id"] in self.item["audience"][name])
            box.add_event_handler("change", self.ticker(segment["segment_id"], name))
            column.add_component(box)

    def ticker(self, segment_id, name):
        def tick(sender, **event_args):
            rest = [each for each in self.item["audience"][name] if each != segment_id]
            self.item["audience"][name] = rest + [segment_id] if sender.checked else rest
            self.review_later()

        return tick

    @handle("dd_who", "change")
    def dd_who_change(self, **event_args):
        audience = self.item["audience"]
        audience["everyone"] = self.dd_who.selected_value == "everyone"
        if audience["everyone"]:
            audience["segments"] = []
        self.show_choice()
        self.review_later()

    def show_choice(self):
        self.chosen.visible = self.dd_who.selected_value == "segments"

    def review_later(self, **event_args):
        self.timer_review.interval = 0
        self.timer_review.interval = PAUSE_SECONDS

    @handle("timer_review", "tick")
    def review(self, **event_args):
        """Ask who would get it now; an answer that a later one has overtaken is dropped."""
        self.timer_review.interval = 0
        self._asked += 1
        asked, audience = self._asked, self.item["audience"]
        if not audience["everyone"] and not audience["segments"]:
            self.lbl_gets.text, self.rp_lines.items = texts.NOT_CHOSEN, []
            return
        try:
            found = call("review_audience", audience, self.item["purpose"])
        except CallFailed as problem:
            self.lbl_gets.text = problem.text
            return
        if asked == self._asked:
            told = campaign_view.audience_lines(found, clock, app_context.config().get("locale"))
            self.lbl_gets.text, self.rp_lines.items = told["title"], told["lines"]
