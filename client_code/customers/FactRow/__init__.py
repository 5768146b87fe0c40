"""One fact about a person; item: `label, text`, and `name` of a standard field. A company leads to its page."""

from anvil import handle

from ...shared import pages
from ._anvil_designer import FactRowTemplate


class FactRow(FactRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_company", "click")
    def lnk_company_click(self, **event_args):
        pages.open_page("company", name=self.item["text"])
