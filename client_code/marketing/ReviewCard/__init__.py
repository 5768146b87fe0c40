"""What happens on one channel; item: `name, icon, title, lines, cost`."""

from ._anvil_designer import ReviewCardTemplate


class ReviewCard(ReviewCardTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
