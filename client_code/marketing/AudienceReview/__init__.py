"""Who would get a message now, and who would not and why. `count` is how many would. Raises `x-change` with it."""

from anvil import handle

from ...shared import app_context, clock
from ...shared.server_calls import CallFailed, call
from .. import campaign_texts as texts
from .. import campaign_view
from ._anvil_designer import AudienceReviewTemplate

PAUSE_SECONDS = 0.4


class AudienceReview(AudienceReviewTemplate):
    def __init__(self, **properties):
        self._asked, self.count = 0, 0
        super().__init__(**properties)

    def show(self, audience, purpose):
        """Ask who would get it, once the person pauses."""
        self.audience, self.purpose = audience, purpose
        self.timer.interval = 0
        self.timer.interval = PAUSE_SECONDS

    @handle("timer", "tick")
    def review(self, **event_args):
        """Ask who would get it now; an answer that a later one has overtaken is dropped."""
        self.timer.interval = 0
        self._asked += 1
        asked = self._asked
        if not campaign_view.is_chosen(self.audience):
            return self.tell("", [], 0, texts.NOT_CHOSEN)
        try:
            found = call("review_audience", self.audience, self.purpose)
        except CallFailed as problem:
            return self.tell("", [], 0, problem.text)
        if asked == self._asked:
            told = campaign_view.audience_lines(found, clock, app_context.config().get("locale"))
            self.tell(told["title"], told["lines"], told["gets"])

    def tell(self, title, lines, count, note=""):
        self.lbl_gets.text, self.lbl_note.text, self.rp_lines.items, self.count = title, note, lines, count
        self.lbl_gets.visible, self.lbl_note.visible = bool(title), bool(note)
        self.raise_event("x-change")
