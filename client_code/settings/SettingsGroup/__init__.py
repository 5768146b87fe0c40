"""Some sections of the settings under a title; item: `title, cards`."""

from ._anvil_designer import SettingsGroupTemplate


class SettingsGroup(SettingsGroupTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
