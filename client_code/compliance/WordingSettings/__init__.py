"""The words people agree to, one text for each purpose, with every earlier version."""

from anvil import handle

from ...shared import app_context, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import WordingSettingsTemplate


class WordingSettings(WordingSettingsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        leaving.guard(self)
        self.state.stand_for(self.list)

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-wordings")
        navigation_helpers.highlight_active_nav(self, "settings")
        if not self.has_changes():
            self.load()

    def has_changes(self):
        """True while words are written that are not saved."""
        return any(row.has_changes() for row in self.rp_wordings.get_components())

    @handle("rp_wordings", "x-saved")
    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch every version."""
        try:
            wordings = call("list_consent_wordings")["wordings"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        may = app_context.may("settings.manage")
        versions = {name: [each for each in wordings if each["purpose"] == name] for name, _ in texts.PURPOSES}
        self.rp_wordings.items = [
            {"purpose": name, "title": text, "may": may, "versions": versions[name]} for name, text in texts.PURPOSES
        ]
        self.state.show_content()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")
