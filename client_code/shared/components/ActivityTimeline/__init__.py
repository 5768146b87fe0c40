"""What happened, newest first.

Raises `x-more` when older events are wanted, and hands on `x-edit-note` and `x-remove-note` with `note`.
"""

from anvil import handle

from ...events import as_item
from ._anvil_designer import ActivityTimelineTemplate


class ActivityTimeline(ActivityTimelineTemplate):
    def __init__(self, **properties):
        self._events = []
        super().__init__(**properties)
        self.show([])

    def show(self, events, more=False, empty="", with_contact=False):
        """Show the server's events from the newest; `empty` is said when there are none."""
        self._events = list(events)
        self.rp_events.items = [as_item(event, with_contact) for event in self._events]
        self.lbl_empty.text = empty
        self.lbl_empty.visible = not self._events and bool(empty)
        self.btn_more.visible = more

    def add_older(self, events, more):
        """Show further events below those that are there."""
        self.show(self._events + list(events), more)

    @property
    def oldest(self):
        """The event at the end of the list, or None."""
        return self._events[-1] if self._events else None

    @handle("btn_more", "click")
    def btn_more_click(self, **event_args):
        self.raise_event("x-more")

    @handle("rp_events", "x-edit-note")
    def edit_note(self, note, **event_args):
        self.raise_event("x-edit-note", note=note)

    @handle("rp_events", "x-remove-note")
    def remove_note(self, note, **event_args):
        self.raise_event("x-remove-note", note=note)
