"""How long one kind of thing is kept; item: `name, before, state, role`."""

from ._anvil_designer import RetentionRowTemplate


class RetentionRow(RetentionRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
