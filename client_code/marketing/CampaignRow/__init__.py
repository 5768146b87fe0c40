"""A campaign in the list. Raises `x-duplicate` and `x-archive` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import menu_item
from .. import campaign_texts as texts
from ._anvil_designer import CampaignRowTemplate


class CampaignRow(CampaignRowTemplate):
    def __init__(self, **properties):
        self._has_menu = False
        super().__init__(**properties)

    @handle("lnk_name", "click")
    def open(self, **event_args):
        pages.open_page("campaign", campaign_id=self.item["campaign_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        """Fill the menu the first time it opens."""
        if self._has_menu:
            return
        self._has_menu = True
        items = [menu_item(texts.OPEN, "mi:open_in_new", self.open)]
        if app_context.may("campaigns.manage"):
            items.append(menu_item(texts.DUPLICATE, "mi:content_copy", self.duplicate))
            items.append(menu_item(texts.ARCHIVE, "mi:archive", self.archive))
        self.menu_row.menu_items = items

    def duplicate(self, **event_args):
        self.parent.raise_event("x-duplicate", campaign=self.item)

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", campaign=self.item)
