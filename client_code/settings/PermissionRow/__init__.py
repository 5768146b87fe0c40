"""One permission: whether a person has it, and why; item: `text, held, by_role, why, enabled`."""

from anvil import handle

from .. import people_view
from ._anvil_designer import PermissionRowTemplate


class PermissionRow(PermissionRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("cb_held", "change")
    def cb_held_change(self, **event_args):
        self.item["held"] = self.cb_held.checked
        self.lbl_why.text = people_view.why(self.item["held"], self.item["by_role"])
