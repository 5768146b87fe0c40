"""Something a customer agrees to, or not; item: `words, granted`. Raises `x-consent` on its panel."""

from anvil import handle

from ._anvil_designer import ConsentRowTemplate


class ConsentRow(ConsentRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("sw_granted", "change")
    def sw_granted_change(self, **event_args):
        self.parent.raise_event("x-consent", consent=self.item, granted=self.sw_granted.selected)
