"""Which rows of a long list are shown, with the way to those before and after. Raises `x-turn` with `step`."""

from anvil import handle

from ... import app_context, formats
from ._anvil_designer import PagerTemplate


class Pager(PagerTemplate):
    def show(self, first, shown, total):
        """Say that `shown` rows of `total` stand there, from the one at place `first`, counted from 0."""
        self.lbl_range.text = formats.page_range(first, shown, total, app_context.config().get("locale"))
        self.btn_previous.enabled = first > 0
        self.btn_next.enabled = first + shown < total

    @handle("btn_previous", "click")
    def btn_previous_click(self, **event_args):
        self.raise_event("x-turn", step=-1)

    @handle("btn_next", "click")
    def btn_next_click(self, **event_args):
        self.raise_event("x-turn", step=1)
