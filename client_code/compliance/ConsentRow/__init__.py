"""One entry on consent; item: what `consent_view.as_row` makes."""

from ._anvil_designer import ConsentRowTemplate


class ConsentRow(ConsentRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
