"""The shell around every staff screen: drawer, content, and the bar that offers to undo."""

from anvil import handle

from .. import destinations, navigation
from ._anvil_designer import AdminLayoutTemplate

UNDO_SECONDS = 10


class AdminLayout(AdminLayoutTemplate):
    def __init__(self, **properties):
        self._undo = None
        super().__init__(**properties)
        self.undo_bar.visible = False
        navigation.show_business(self)
        self.build_navigation()
        navigation.build_person_menu(self)

    def build_navigation(self):
        """Show the destinations this person may open in this business."""
        self.links = navigation.build_links(self, destinations.STAFF)

    def select(self, destination):
        """Mark the link of the present screen."""
        navigation.mark(self.links, destination)

    def offer_undo(self, text, undo):
        """Say what was done and let the person take it back; `undo` is called without arguments."""
        self._undo = undo
        self.lbl_undo.text = text
        self.undo_bar.visible = True
        self.timer_undo.interval = UNDO_SECONDS

    @handle("btn_undo", "click")
    def btn_undo_click(self, **event_args):
        undo, self._undo = self._undo, None
        self.close_undo()
        if undo:
            undo()

    @handle("btn_undo_close", "click")
    @handle("timer_undo", "tick")
    def close_undo(self, **event_args):
        self.timer_undo.interval = 0
        self.undo_bar.visible = False
