"""One person as a row of a grid."""

from ._anvil_designer import PersonRowTemplate


class PersonRow(PersonRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
