"""How a sign-up form looks to visitors, as it is being written. Raises `x-problem` with `problem`."""

from anvil import handle
from anvil.js import get_dom_node

from ...shared.server_calls import CallFailed, call
from ._anvil_designer import LeadPreviewTemplate

PAUSE_SECONDS = 0.5


class LeadPreview(LeadPreviewTemplate):
    def __init__(self, **properties):
        self._asked = 0
        super().__init__(**properties)

    def show(self, form):
        """Show `form`, which the editor changes in place."""
        self.item = form
        self.ask()

    def ask_later(self):
        """Show the form anew once nobody types."""
        self.timer_preview.interval = 0
        self.timer_preview.interval = PAUSE_SECONDS

    @handle("timer_preview", "tick")
    def ask(self, **event_args):
        """Ask the server for it; an answer that a later one has overtaken is dropped."""
        self.timer_preview.interval = 0
        self._asked += 1
        asked = self._asked
        try:
            html = call("preview_lead_form", self.item)["html"]
        except CallFailed as problem:
            return self.raise_event("x-problem", problem=problem)
        if asked == self._asked:
            get_dom_node(self.frame).srcdoc = html

    @handle("btn_phone", "click")
    def btn_phone_click(self, **event_args):
        self.show_width(True)

    @handle("btn_desktop", "click")
    def btn_desktop_click(self, **event_args):
        self.show_width(False)

    def show_width(self, is_phone):
        """Show the form as wide as a phone, or as there is room."""
        get_dom_node(self.frame).classList.toggle("phone", is_phone)
        self.btn_phone.appearance = "filled" if is_phone else "standard"
        self.btn_desktop.appearance = "standard" if is_phone else "filled"
