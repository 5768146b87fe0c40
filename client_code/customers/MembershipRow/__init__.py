"""A segment that a contact is in, with why; item: `segment_id, name, is_dynamic, reasons`."""

import anvil
from anvil import handle

from ...shared import pages
from .. import texts
from ._anvil_designer import MembershipRowTemplate


class MembershipRow(MembershipRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("lnk_segment", "click")
    def lnk_segment_click(self, **event_args):
        pages.open_page("contacts", segment=self.item["segment_id"])

    @handle("btn_why", "click")
    def btn_why_click(self, **event_args):
        lines = ["    " * each["depth"] + texts.HOLDS[each["holds"]] + each["text"] for each in self.item["reasons"]]
        content = "\n".join(lines) if self.item["is_dynamic"] else texts.BY_HAND
        anvil.alert(content, title=texts.WHY.format(self.item["name"]), buttons=[(texts.CLOSE, None)])
