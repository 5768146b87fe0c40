"""One line of a campaign's summary; item: `name`, `text`."""

from ._anvil_designer import ReviewFactTemplate


class ReviewFact(ReviewFactTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
