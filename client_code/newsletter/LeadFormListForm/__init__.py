"""All sign-up forms, with how often each was seen and sent."""

from anvil import handle

from ...shared import app_context, navigation_helpers
from .. import kinds
from ._anvil_designer import LeadFormListFormTemplate


class LeadFormListForm(LeadFormListFormTemplate):
    def __init__(self, archived="", **properties):
        super().__init__(**properties)
        self.entries.offer(kinds.FORMS, bool(archived))
        self.btn_new.visible = app_context.may("campaigns.manage")
        self.shortcuts = {"n": self.entries.add} if self.btn_new.visible else {}

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "lead_forms")
        self.entries.load()

    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        self.entries.add()
