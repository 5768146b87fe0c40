"""One field in the list of them. Raises `x-edit`, `x-move`, `x-archive` on its panel."""

from anvil import handle

from ...shared.menus import menu_item
from .. import field_texts as texts
from ._anvil_designer import ContactFieldRowTemplate


class ContactFieldRow(ContactFieldRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.menu_row.menu_items = [
            menu_item(texts.EDIT_ACTION, "mi:edit", self.edit),
            menu_item(texts.ARCHIVE, "mi:archive", self.archive),
        ]

    @handle("lnk_label", "click")
    def edit(self, **event_args):
        self.parent.raise_event("x-edit", field=self.item)

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", field=self.item)

    @handle("btn_up", "click")
    def btn_up_click(self, **event_args):
        self.parent.raise_event("x-move", field=self.item, places=-1)

    @handle("btn_down", "click")
    def btn_down_click(self, **event_args):
        self.parent.raise_event("x-move", field=self.item, places=1)
