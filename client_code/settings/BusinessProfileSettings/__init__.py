"""What the business says of itself: name, logo, address, opening hours, region, links, legal texts."""

import anvil
from anvil import handle

from ...shared import app_context, choices, fields, leaving, navigation_helpers, pages
from ...shared.Layouts.navigation import LOGO
from ...shared.server_calls import CallFailed, call
from .. import profile_view, texts
from ._anvil_designer import BusinessProfileSettingsTemplate


class BusinessProfileSettings(BusinessProfileSettingsTemplate):
    def __init__(self, **properties):
        self.profile, self.choices = None, {}
        self.new_logo, self.logo_changed = None, False
        super().__init__(**properties)
        leaving.guard(self)
        self.state.stand_for(self.content)
        self.boxes = {name: getattr(self, "txt_" + name) for name in profile_view.TEXT_FIELDS}

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-business")
        navigation_helpers.highlight_active_nav(self, "settings")
        if self.profile is None:
            self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the profile, and what it can be chosen from."""
        try:
            answer = call("get_settings")
            self.choices = call("get_setting_choices")["choices"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        for name, listed in self.choices.items():
            choices.suggest(self.boxes[name], listed)
        self.show(answer)
        self.state.show_content()

    def show(self, answer):
        """Fill the fields; those who may only look cannot type into them."""
        self.profile = answer["profile"]
        may_change = app_context.may("settings.manage")
        for name, box in self.boxes.items():
            box.text = profile_view.shown(name, self.profile[name], self.choices)
            box.enabled = may_change
        self.hours.show(self.profile["opening_hours"])
        self.hints = dict(texts.PROFILE_HINTS)
        if answer["currency_locked"]:
            self.boxes["system_currency"].enabled = False
            self.hints["system_currency"] = texts.CURRENCY_LOCKED
        self.logo_actions.visible = self.save_actions.visible = may_change
        self.show_logo(self.profile["logo"])
        if not may_change:
            self.lbl_context.text = texts.READ_ONLY
        self.show_problem({})

    def show_logo(self, logo):
        self.img_logo.source = logo or LOGO
        self.btn_remove_logo.visible = logo is not None

    @handle("fu_logo", "change")
    def fu_logo_change(self, file, **event_args):
        self.new_logo, self.logo_changed = file, True
        self.show_logo(file)
        self.fu_logo.clear()

    @handle("btn_remove_logo", "click")
    def btn_remove_logo_click(self, **event_args):
        self.new_logo, self.logo_changed = None, True
        self.show_logo(None)

    def changes(self):
        """The fields that differ from what the server told, with their new values."""
        typed = {name: profile_view.typed(name, box.text, self.choices) for name, box in self.boxes.items()}
        typed["opening_hours"] = self.hours.hours()
        return {name: value for name, value in typed.items() if (value or None) != (self.profile[name] or None)}

    def has_changes(self):
        """True while something is not saved."""
        return bool(self.profile) and (self.logo_changed or bool(self.changes()))

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        if self.hours.problem():
            return self.show_problem({}, self.hours.problem())
        self.btn_save.enabled = False
        try:
            self.save(self.changes())
        except CallFailed as problem:
            return self.show_refusal(problem)
        finally:
            self.btn_save.enabled = True
        app_context.load()
        self.layout.show_settings()
        anvil.Notification(texts.PROFILE_SAVED, timeout=4).show()
        self.close()

    def save(self, changes):
        """Send what was changed; what was sent counts as seen from then on."""
        if self.logo_changed:
            call("set_logo", self.new_logo)
            self.logo_changed = False
        if changes:
            call("save_profile", changes, {name: self.profile[name] for name in changes})
            self.profile.update(changes)

    def show_refusal(self, problem):
        """Say what is wrong; what somebody else saved meanwhile is told, and saving again keeps one's own."""
        theirs = problem.answer.get("current") or {}
        self.profile.update(theirs)
        told = {name: profile_view.theirs(name, value, self.choices) for name, value in theirs.items()}
        self.show_problem(told or problem.fields, problem.text)

    @handle("lnk_back", "click")
    @handle("btn_cancel", "click")
    def close(self, **event_args):
        self.raise_event("x-close", page="settings")

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors, self.hints)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
