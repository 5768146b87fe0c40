"""One thing that happened; item: what `events.as_item` makes.

Raises `x-edit-note` and `x-remove-note` on its panel where `is_own_note`.
"""

from anvil import handle

from ... import pages, texts
from ...menus import fill_once, menu_item
from ...sent_files import show_files
from ._anvil_designer import ActivityItemTemplate


class ActivityItem(ActivityItemTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        show_files(self.col_files, self.item["files"])

    @handle("lnk_contact", "click")
    def lnk_contact_click(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])

    @handle("menu_note", "click")
    def menu_note_click(self, **event_args):
        fill_once(self.menu_note, self.menu_entries)

    def menu_entries(self):
        return [
            menu_item(texts.EDIT_NOTE, "mi:edit", self.edit_note),
            menu_item(texts.DELETE_NOTE, "mi:delete", self.remove_note),
        ]

    def edit_note(self, **event_args):
        self.parent.raise_event("x-edit-note", note=self.item["event"])

    def remove_note(self, **event_args):
        self.parent.raise_event("x-remove-note", note=self.item["event"])
