"""One of several contacts that may be one person; the item of a `ContactRow`."""

from anvil import handle

from ...shared import pages
from ._anvil_designer import DuplicatePersonTemplate


class DuplicatePerson(DuplicatePersonTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_name", "click")
    def lnk_name_click(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])
