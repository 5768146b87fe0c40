"""What happened lately, over all contacts."""

from .. import texts
from ._anvil_designer import ActivityFeedTemplate


SHOWN = 12


class ActivityFeed(ActivityFeedTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    def show(self, activity):
        """Show events of the server, newest first."""
        self.timeline.show(activity[:SHOWN], empty=texts.NO_ACTIVITY, with_contact=True)
