"""Which services have their keys, and a try of those that can be tried; never a key itself."""

from anvil import handle

from ...shared import navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import integrations, texts
from ._anvil_designer import IntegrationSettingsTemplate


class IntegrationSettings(IntegrationSettingsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.lbl_how_text.text = texts.HOW_KEYS_ARE_SET
        self.dom_nodes["command"].textContent = texts.KEY_COMMAND

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-integrations")
        navigation_helpers.highlight_active_nav(self, "settings")
        self.load()

    @handle("rp_integrations", "x-change")
    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch which services have their keys."""
        try:
            answer = call("list_integrations")
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.rp_integrations.items = integrations.as_rows(answer)
        self.state.show_content()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")
