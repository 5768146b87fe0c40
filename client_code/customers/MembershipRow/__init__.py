"""A segment that a contact is in, with why; item: `segment_id, name, is_dynamic, reasons`."""

from anvil import handle

from ...shared import pages
from .. import membership, texts
from ._anvil_designer import MembershipRowTemplate


class MembershipRow(MembershipRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_segment", "click")
    def lnk_segment_click(self, **event_args):
        pages.open_page("contacts", segment=self.item["segment_id"])

    @handle("btn_why", "click")
    def btn_why_click(self, **event_args):
        membership.explain(texts.WHY.format(self.item["name"]), self.item["reasons"])
