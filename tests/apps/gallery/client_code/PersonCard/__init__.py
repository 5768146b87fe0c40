"""One person as a card."""

from ._anvil_designer import PersonCardTemplate


class PersonCard(PersonCardTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
