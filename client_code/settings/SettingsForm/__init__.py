"""What can be set, section by section: only what this person may open."""

from anvil import handle

from ...shared import app_context, navigation_helpers, pages
from ...shared import texts as shared_texts
from .. import sections, texts
from ._anvil_designer import SettingsFormTemplate


class SettingsForm(SettingsFormTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.state.stand_for(self.groups)
        self.lbl_context.text = app_context.config().get("business_name") or ""

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings")
        navigation_helpers.highlight_active_nav(self, "settings")
        self.rp_groups.items = sections.shown(sections.GROUPS, pages.can_open)
        if self.rp_groups.items:
            self.state.show_content()
        else:
            self.state.show_empty(texts.NOTHING_TO_SET, shared_texts.FORBIDDEN)
