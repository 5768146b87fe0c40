"""A feature with its switch; raises `x-switch` on its panel. Item: of `features.as_rows`."""

from anvil import handle

from ._anvil_designer import FeatureRowTemplate


class FeatureRow(FeatureRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("sw_on", "change")
    def sw_on_change(self, **event_args):
        self.parent.raise_event("x-switch", feature=self.item, is_on=self.sw_on.selected)
