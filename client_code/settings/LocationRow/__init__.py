"""A place of the business. Raises `x-edit`, `x-archive`, `x-restore` on its panel."""

from anvil import handle

from ...shared import app_context
from ...shared.menus import menu_item
from .. import texts
from ._anvil_designer import LocationRowTemplate


class LocationRow(LocationRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.menu_row.visible = app_context.may("settings.manage")
        self.menu_row.menu_items = [
            menu_item(texts.EDIT, "mi:edit", self.edit),
            menu_item(texts.ARCHIVE, "mi:archive", self.archive, visible=not self.item["archived"]),
            menu_item(texts.RESTORE, "mi:unarchive", self.restore, visible=self.item["archived"]),
        ]

    @handle("lnk_name", "click")
    def edit(self, **event_args):
        self.parent.raise_event("x-edit", location=self.item)

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", location=self.item)

    def restore(self, **event_args):
        self.parent.raise_event("x-restore", location=self.item)
