"""One of a few things that were chosen; item: `name`, `note`. Raises `x-remove` with `item` on its panel."""

from anvil import handle

from ._anvil_designer import RemovableRowTemplate


class RemovableRow(RemovableRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.parent.raise_event("x-remove", item=self.item)
