"""Which parts of Mybizz the business uses: a switch each, with what it brings; in effect at once."""

from anvil import handle

from ...shared import app_context, navigation_helpers, pages
from ...shared.Layouts import destinations
from ...shared.server_calls import CallFailed, call
from .. import features, texts
from ._anvil_designer import FeatureActivationSettingsTemplate


class FeatureActivationSettings(FeatureActivationSettingsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.state.stand_for(self.list)
        may_change = app_context.may("settings.manage")
        self.lbl_context.text = texts.FEATURES_CONTEXT if may_change else texts.READ_ONLY

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-features")
        navigation_helpers.highlight_active_nav(self, "settings")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch which features are on."""
        try:
            switched = call("get_settings")["features"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.show(switched)
        self.state.show_content()

    def show(self, switched):
        self.rp_features.items = features.as_rows(switched, destinations.STAFF, app_context.may("settings.manage"))

    @handle("rp_features", "x-switch")
    def switch(self, feature, is_on, **event_args):
        """Switch a feature on or off; the drawer follows at once."""
        try:
            call("set_features", {feature["name"]: is_on})
        finally:
            app_context.load()
            self.show(app_context.config()["features"])
            self.layout.show_settings()
        said = texts.FEATURE_ON if is_on else texts.FEATURE_OFF
        self.layout.offer_undo(said.format(feature["title"]), lambda: self.switch(feature, not is_on))

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")
