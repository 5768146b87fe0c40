"""The places of the business: those in use, and those that are no longer."""

from anvil import handle

from ...shared import app_context, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import texts
from ..LocationEditor import LocationEditor
from ._anvil_designer import LocationSettingsTemplate


class LocationSettings(LocationSettingsTemplate):
    def __init__(self, archived="", **properties):
        self.archived = bool(archived)
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.may_change = app_context.may("settings.manage")
        self.btn_new.visible = self.may_change
        self.shortcuts = {"n": self.btn_new_click} if self.may_change else {}

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "settings")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the places of the view."""
        pages.announce("settings-locations", archived="yes" if self.archived else "")
        self.btn_used.appearance = "text" if self.archived else "tonal"
        self.btn_archived.appearance = "tonal" if self.archived else "text"
        try:
            locations = call("list_locations", self.archived)["locations"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.rp_locations.items = [dict(each, archived=self.archived) for each in locations]
        if locations:
            return self.state.show_content()
        title, text = texts.NO_ARCHIVED_LOCATIONS if self.archived else texts.NO_LOCATIONS
        self.state.show_empty(title, text, texts.ADD_LOCATION if self.may_change and not self.archived else "")

    @handle("btn_used", "click")
    def btn_used_click(self, **event_args):
        self.choose(False)

    @handle("btn_archived", "click")
    def btn_archived_click(self, **event_args):
        self.choose(True)

    def choose(self, archived):
        """Show the places in use, or those that are no longer."""
        self.archived = archived
        self.load()

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        if LocationEditor.edit({"name": "", "phone": "", "address": ""}):
            self.choose(False)

    @handle("rp_locations", "x-edit")
    def edit(self, location, **event_args):
        if self.may_change and LocationEditor.edit(location):
            self.load()

    @handle("rp_locations", "x-archive")
    def archive(self, location, **event_args):
        call("archive_location", location["location_id"])
        self.load()
        self.layout.offer_undo(texts.LOCATION_ARCHIVED.format(location["name"]), lambda: self.restore(location))

    @handle("rp_locations", "x-restore")
    def restore(self, location, **event_args):
        call("restore_location", location["location_id"])
        self.load()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")
