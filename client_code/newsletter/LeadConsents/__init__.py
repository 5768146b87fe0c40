"""What people may agree to by a sign-up form: a newsletter, and boxes for anything else. Raises `x-change`."""

from anvil import handle

from .. import texts
from ._anvil_designer import LeadConsentsTemplate


class LeadConsents(LeadConsentsTemplate):
    def show(self, form, lists):
        """Edit `list_id` and `consents` of a form, in place; `lists` are the newsletters there are."""
        self.item = form
        self.dd_list.items = [(each["name"], each["list_id"]) for each in lists]
        self.dd_list.selected_value = form["list_id"] or None
        self.rp_consents.items = form["consents"]

    def change(self, boxes):
        """Let the form have these boxes."""
        self.item["consents"] = self.rp_consents.items = boxes
        self.raise_event("x-change")

    @handle("btn_consent", "click")
    def btn_consent_click(self, **event_args):
        box = {"channel": "email", "purpose": "marketing", "text": texts.USUAL_CONSENT}
        self.change(self.item["consents"] + [box])

    @handle("rp_consents", "x-remove")
    def remove(self, consent, **event_args):
        self.change([each for each in self.item["consents"] if each is not consent])

    @handle("dd_list", "change")
    def dd_list_change(self, **event_args):
        self.item["list_id"] = self.dd_list.selected_value or ""
        self.raise_event("x-change")

    @handle("rp_consents", "x-change")
    def box_change(self, **event_args):
        self.raise_event("x-change")
