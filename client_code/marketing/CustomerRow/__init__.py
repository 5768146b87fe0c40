"""A customer who can be chosen. Raises `x-select` with `contact_id, selected` on its panel."""

from anvil import handle

from ._anvil_designer import CustomerRowTemplate


class CustomerRow(CustomerRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("cb_selected", "change")
    def cb_selected_change(self, **event_args):
        self.item["is_selected"] = self.cb_selected.checked
        self.parent.raise_event("x-select", contact_id=self.item["contact_id"], selected=self.cb_selected.checked)
