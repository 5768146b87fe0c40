"""A page instead of one the person may not open, or whose feature is off: why, and who can change that."""

from anvil import handle

from ...shared import navigation_helpers, pages
from ...shared import texts as shared_texts
from ._anvil_designer import NoAccessFormTemplate


class NoAccessForm(NoAccessFormTemplate):
    def __init__(self, title="", text="", feature="", **address):
        super().__init__()
        self.state.stand_for(self.content)
        can_switch = feature and "settings-features" in pages.PAGES
        self.state.show_empty(title, text, shared_texts.TO_FEATURES if can_switch else "")

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "")

    @handle("state", "x-start")
    def open_features(self, **event_args):
        pages.open_page("settings-features")
