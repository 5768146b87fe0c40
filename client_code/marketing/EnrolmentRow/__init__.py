"""One person in a sequence. Raises `x-remove` and `x-hold` on its panel."""

from anvil import handle

from ...shared import pages
from ...shared.menus import menu_item
from .. import sequence_texts as texts
from ._anvil_designer import EnrolmentRowTemplate

INSIDE = ("active", "paused")


class EnrolmentRow(EnrolmentRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.lbl_wait.visible = bool(self.item["wait_text"])
        self.menu_row.visible = self.item["may_send"] and self.item["status"] in INSIDE
        held = self.item["status"] == "paused"
        self.menu_row.menu_items = [
            menu_item(texts.LET_GO, "mi:play_arrow", self.holder(False), held),
            menu_item(texts.HOLD, "mi:pause", self.holder(True), not held),
            menu_item(texts.TAKE_OUT, "mi:person_remove", self.remove),
        ]

    @handle("lnk_name", "click")
    def lnk_name_click(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])

    def holder(self, held):
        def hold(**event_args):
            self.parent.raise_event("x-hold", person=self.item, held=held)

        return hold

    def remove(self, **event_args):
        self.parent.raise_event("x-remove", person=self.item)
