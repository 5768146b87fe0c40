"""One thing that happened; item: `icon, title, text, when, exact, contact_name, contact_id`."""

from anvil import handle

from ... import pages
from ._anvil_designer import ActivityItemTemplate


class ActivityItem(ActivityItemTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_contact", "click")
    def lnk_contact_click(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])
