"""One sequence a contact is in. Raises `x-remove` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ._anvil_designer import ContactSequenceRowTemplate


class ContactSequenceRow(ContactSequenceRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.btn_remove.visible = self.item["may_send"]

    @handle("lnk_name", "click")
    def lnk_name_click(self, **event_args):
        if app_context.may("campaigns.view"):
            pages.open_page("sequence", campaign_id=self.item["campaign_id"], tab="people")

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.parent.raise_event("x-remove", sequence=self.item)
