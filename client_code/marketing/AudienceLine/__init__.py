"""Why some do not get a campaign, or not yet; item: `text`, `note`."""

from ._anvil_designer import AudienceLineTemplate


class AudienceLine(AudienceLineTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
