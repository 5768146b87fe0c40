"""Contacts that may be one person, side by side. Raises `x-differ` on its panel, with `contact_ids` and `names`."""

from anvil import handle

from ...shared import app_context, pages
from ._anvil_designer import DuplicateGroupTemplate


class DuplicateGroup(DuplicateGroupTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.btn_merge.visible = self.btn_differ.visible = app_context.may("customers.manage")

    @handle("btn_merge", "click")
    def btn_merge_click(self, **event_args):
        pages.open_page("merge", contact_ids=",".join(self.item["contact_ids"]))

    @handle("btn_differ", "click")
    def btn_differ_click(self, **event_args):
        self.parent.raise_event("x-differ", contact_ids=self.item["contact_ids"], names=self.item["names"])
