"""An offer in the list. Raises `x-edit` and `x-archive` with `offer` on its panel."""

from anvil import handle

from ...shared import app_context
from ...shared.menus import fill_once, menu_item
from .. import offer_texts as texts
from ._anvil_designer import OfferRowTemplate


class OfferRow(OfferRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        may_change = app_context.may("campaigns.manage")
        self.lnk_name.visible = self.menu_row.visible = may_change
        self.lbl_name.visible = not may_change

    @handle("lnk_name", "click")
    def edit(self, **event_args):
        self.parent.raise_event("x-edit", offer=self.item)

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        return [
            menu_item(texts.EDIT_ENTRY, "mi:edit", self.edit),
            menu_item(texts.WITHDRAW, "mi:archive", self.archive),
        ]

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", offer=self.item)
