"""A sequence in the list. Raises `x-duplicate`, `x-archive` and `x-restore` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import fill_once, menu_item
from .. import sequence_texts as texts
from ._anvil_designer import SequenceRowTemplate


class SequenceRow(SequenceRowTemplate):
    @handle("lnk_name", "click")
    def open(self, **event_args):
        pages.open_page("sequence", campaign_id=self.item["campaign_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item(texts.OPEN, "mi:open_in_new", self.open)]
        if app_context.may("campaigns.manage"):
            items.append(menu_item(texts.DUPLICATE, "mi:content_copy", self.raiser("x-duplicate")))
            if self.item["status"] == "archived":
                items.append(menu_item(texts.RESTORE, "mi:unarchive", self.raiser("x-restore")))
            else:
                items.append(menu_item(texts.ARCHIVE, "mi:archive", self.raiser("x-archive")))
        return items

    def raiser(self, event):
        def tell(**event_args):
            self.parent.raise_event(event, sequence=self.item)

        return tell
