"""A segment in the list. Raises `x-archive` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import fill_once, menu_item
from .. import segment_texts
from ._anvil_designer import SegmentRowTemplate


class SegmentRow(SegmentRowTemplate):
    @handle("lnk_name", "click")
    def show_contacts(self, **event_args):
        pages.open_page("contacts", segment=self.item["segment_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item(segment_texts.SHOW_ACTION, "mi:group", self.show_contacts)]
        if app_context.may("customers.manage"):
            items.append(menu_item(segment_texts.EDIT_ACTION, "mi:edit", self.edit))
            items.append(menu_item(segment_texts.ARCHIVE_ACTION, "mi:archive", self.archive))
        return items

    def edit(self, **event_args):
        pages.open_page("segment-edit", segment_id=self.item["segment_id"])

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", segment=self.item)
