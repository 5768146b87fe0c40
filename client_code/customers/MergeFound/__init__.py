"""A contact that can be merged too. Raises `x-add` on its panel, with `contact_id`."""

from anvil import handle

from ._anvil_designer import MergeFoundTemplate


class MergeFound(MergeFoundTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_add", "click")
    def btn_add_click(self, **event_args):
        self.parent.raise_event("x-add", contact_id=self.item["contact_id"])
