"""What one visitor sent by a form."""

from anvil import handle

from ...shared import pages
from ._anvil_designer import SubmissionRowTemplate


class SubmissionRow(SubmissionRowTemplate):
    @handle("lnk_name", "click")
    def lnk_name_click(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])
