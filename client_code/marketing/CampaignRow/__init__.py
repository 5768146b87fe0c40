"""A campaign in the list. Raises `x-duplicate` and `x-archive` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import fill_once, menu_item
from .. import campaign_texts as texts
from ._anvil_designer import CampaignRowTemplate


class CampaignRow(CampaignRowTemplate):
    @handle("lnk_name", "click")
    def open(self, **event_args):
        pages.open_page("campaign", campaign_id=self.item["campaign_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item(texts.OPEN, "mi:open_in_new", self.open)]
        if app_context.may("campaigns.manage"):
            items.append(menu_item(texts.DUPLICATE, "mi:content_copy", self.duplicate))
            items.append(menu_item(texts.ARCHIVE, "mi:archive", self.archive))
        return items

    def duplicate(self, **event_args):
        self.parent.raise_event("x-duplicate", campaign=self.item)

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", campaign=self.item)
