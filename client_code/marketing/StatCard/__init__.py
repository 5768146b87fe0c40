"""A figure of a campaign of messages with its split by channel; item: `label`, `figure`, `split`."""

from ._anvil_designer import StatCardTemplate


class StatCard(StatCardTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
