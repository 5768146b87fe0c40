"""The shell around every staff screen: drawer, content, and the bar that offers to undo."""

from anvil import handle
from anvil.js import get_dom_node

from ...server_calls import CallFailed, call
from .. import destinations, navigation
from ._anvil_designer import AdminLayoutTemplate

UNDO_SECONDS, LINGER_SECONDS = 10, 2
UNREAD_SECONDS = 60


class AdminLayout(AdminLayoutTemplate):
    def __init__(self, **properties):
        self._undo = None
        self.links = {}
        super().__init__(**properties)
        self.undo_bar.visible = False
        self.show_settings()
        navigation.build_person_menu(self)

    def show_settings(self):
        """Show the business, and the destinations this person may open in it: again whenever its settings change."""
        navigation.show_business(self)
        self.build_navigation()

    def build_navigation(self):
        selected = [name for name, link in self.links.items() if link.selected]
        self.lp_navigation.clear()
        self.links = navigation.build_links(self, destinations.STAFF)
        self.select(next(iter(selected), ""))

    def select(self, destination):
        """Mark the link of the present screen."""
        navigation.mark(self.links, destination)

    def show_unread(self, count):
        """Tell beside the inbox how many conversations have something unread."""
        link = self.links.get("inbox")
        if link is not None:
            link.badge, link.badge_count = bool(count), count or None

    @handle("timer_unread", "tick")
    def look_for_unread(self, **event_args):
        """Count what is unread; whoever is without a connection learns of it elsewhere."""
        self.timer_unread.interval = UNREAD_SECONDS
        if "inbox" in self.links:
            try:
                self.show_unread(call("get_unread_count")["unread"])
            except CallFailed:
                self.timer_unread.interval = 5 * UNREAD_SECONDS

    def offer_undo(self, text, undo=None):
        """Say what was done and let the person take it back; `undo` is called without arguments, where there is one."""
        self._undo = undo
        self.btn_undo.visible = undo is not None
        self.lbl_undo.text = text
        self.undo_bar.visible = True
        self.timer_undo.interval = UNDO_SECONDS

    @handle("btn_undo", "click")
    def btn_undo_click(self, **event_args):
        undo, self._undo = self._undo, None
        self.close_undo()
        if undo:
            undo()

    @handle("timer_undo", "tick")
    def timer_undo_tick(self, **event_args):
        """Take the bar away, unless somebody points at it or is in it with the keyboard: then look again soon."""
        if get_dom_node(self.undo_bar).matches(":hover, :focus-within"):
            self.timer_undo.interval = LINGER_SECONDS
        else:
            self.close_undo()

    @handle("btn_undo_close", "click")
    def close_undo(self, **event_args):
        self.timer_undo.interval = 0
        self.undo_bar.visible = False
