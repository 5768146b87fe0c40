"""How well one kind of text can be read; item: of `colour_rules.contrasts`."""

from ._anvil_designer import ContrastRowTemplate


class ContrastRow(ContrastRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
