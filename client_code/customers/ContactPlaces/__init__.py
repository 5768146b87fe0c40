"""Where else contacts are kept in order: their companies and their tags."""

from anvil import handle

from ...shared import pages
from ._anvil_designer import ContactPlacesTemplate


class ContactPlaces(ContactPlacesTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_companies", "click")
    def lnk_companies_click(self, **event_args):
        pages.open_page("companies")

    @handle("lnk_tags", "click")
    def lnk_tags_click(self, **event_args):
        pages.open_page("tags")
