"""A contact that was searched for; item: that of a `ContactRow` with `action`. Raises `x-choose` with `contact_id`."""

from anvil import handle

from ._anvil_designer import FoundContactTemplate


class FoundContact(FoundContactTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_choose", "click")
    def btn_choose_click(self, **event_args):
        self.parent.raise_event("x-choose", contact_id=self.item["contact_id"], full_name=self.item["full_name"])
