"""A template and a small picture of it; item: `name`, `about`, `html`, `actions` (`use`, `manage`, `restore`).

Raises `x-use`, `x-duplicate`, `x-archive` and `x-restore` on its panel.
"""

from anvil import handle
from anvil.js import get_dom_node

from ...shared import pages
from ...shared.menus import menu_item
from .. import template_texts as texts
from ._anvil_designer import TemplateCardTemplate


class TemplateCard(TemplateCardTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        actions = self.item["actions"]
        self.btn_use.text = texts.RESTORE if "restore" in actions else texts.USE
        self.btn_use.visible = "use" in actions or "restore" in actions
        self.menu_card.visible = "manage" in actions
        self.menu_card.menu_items = [
            menu_item(texts.EDIT, "mi:edit", self.edit),
            menu_item(texts.DUPLICATE, "mi:content_copy", self.teller("x-duplicate")),
            menu_item(texts.ARCHIVE_ACTION, "mi:archive", self.teller("x-archive")),
        ]

    @handle("", "show")
    def form_show(self, **event_args):
        frame = get_dom_node(self.frame)
        frame.title, frame.srcdoc = self.item["name"], self.item["html"]

    def teller(self, event):
        def tell(**event_args):
            self.parent.raise_event(event, template=self.item)

        return tell

    def edit(self, **event_args):
        pages.open_page("template-edit", slug=self.item["slug"])

    @handle("btn_use", "click")
    def btn_use_click(self, **event_args):
        self.teller("x-restore" if "restore" in self.item["actions"] else "x-use")()
