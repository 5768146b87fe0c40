"""A mail the app wrote. Item: of `mail_view.mail_row`."""

from ._anvil_designer import SentMailRowTemplate


class SentMailRow(SentMailRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
