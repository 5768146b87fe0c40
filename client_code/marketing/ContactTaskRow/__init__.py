"""A task in a short list, with its contact where that is told; raises `x-done` and `x-open` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ._anvil_designer import ContactTaskRowTemplate


class ContactTaskRow(ContactTaskRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.cb_done.enabled = app_context.may("tasks.manage")

    @handle("cb_done", "change")
    def cb_done_change(self, **event_args):
        self.parent.raise_event("x-done", task=self.item)

    @handle("lnk_title", "click")
    def lnk_title_click(self, **event_args):
        self.parent.raise_event("x-open", task=self.item)

    @handle("lnk_contact", "click")
    def lnk_contact_click(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])
