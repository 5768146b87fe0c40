"""A tag that can be taken away; raises `x-remove` on its panel. Item: `name, role, remove`."""

from anvil import handle

from ._anvil_designer import TagChipTemplate


class TagChip(TagChipTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.parent.raise_event("x-remove", name=self.item["name"])
