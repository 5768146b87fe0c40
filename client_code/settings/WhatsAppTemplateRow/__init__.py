"""A WhatsApp template in the list. Raises `x-edit` and `x-archive` on its panel."""

from anvil import handle

from ...shared import app_context
from ...shared.menus import menu_item
from .. import phone_texts as texts
from ._anvil_designer import WhatsAppTemplateRowTemplate


class WhatsAppTemplateRow(WhatsAppTemplateRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.menu_row.visible = app_context.may("settings.manage")
        self.menu_row.menu_items = [
            menu_item(texts.EDIT, "mi:edit", self.edit),
            menu_item(texts.ARCHIVE, "mi:archive", self.archive),
        ]

    @handle("lnk_name", "click")
    def edit(self, **event_args):
        self.parent.raise_event("x-edit", template=self.item)

    def archive(self, **event_args):
        self.parent.raise_event("x-archive", template=self.item)
