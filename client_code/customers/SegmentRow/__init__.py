"""A segment in the list. Raises `x-archive` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import menu_item
from .. import segment_texts
from ._anvil_designer import SegmentRowTemplate


class SegmentRow(SegmentRowTemplate):
    def __init__(self, **properties):
        self._has_menu = False
        super().__init__(**properties)

    @handle("lnk_name", "click")
    def show_contacts(self, **event_args):
        pages.open_page("contacts", segment=self.item["segment_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        """Fill the menu the first time it opens."""
        if self._has_menu:
            return
        self._has_menu = True
        items = [menu_item(segment_texts.SHOW_ACTION, "mi:group", self.show_contacts)]
        if app_context.may("customers.manage"):
            items.append(menu_item(segment_texts.EDIT_ACTION, "mi:edit", self.edit))
            items.append(menu_item(segment_texts.ARCHIVE_ACTION, "mi:archive", self.archive))
        self.menu_row.menu_items = items

    def edit(self, **event_args):
        pages.open_page("segment-edit", segment_id=self.item["segment_id"])

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", segment=self.item)
