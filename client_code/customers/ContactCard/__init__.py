"""A person in a short list; item: `contact_id, full_name, email, phone, added, added_exact`."""

from anvil import handle

from ...shared import pages
from ._anvil_designer import ContactCardTemplate


class ContactCard(ContactCardTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_name", "click")
    def lnk_name_click(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])
