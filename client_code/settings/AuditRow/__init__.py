"""A line of the audit log; item: of `audit_view.as_row`."""

from anvil import handle

from ...shared import pages
from ._anvil_designer import AuditRowTemplate


class AuditRow(AuditRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_record", "click")
    def lnk_record_click(self, **event_args):
        pages.open_page(self.item["page"], **self.item["params"])
