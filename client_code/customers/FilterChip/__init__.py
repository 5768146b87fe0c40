"""One active filter with its value; raises `x-clear` on its panel. Item: `name, text, icon, tooltip`."""

from anvil import handle

from ._anvil_designer import FilterChipTemplate


class FilterChip(FilterChipTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_clear", "click")
    def btn_clear_click(self, **event_args):
        self.parent.raise_event("x-clear", name=self.item["name"])
