"""The people of the business: who has which role, what each may do, and who is invited."""

import anvil
from anvil import handle

from ...shared import app_context, clock, navigation_helpers, pages
from ...shared import texts as shared_texts
from ...shared.components.ConfirmationDialog import ConfirmationDialog
from ...shared.server_calls import CallFailed, call
from .. import people_texts as texts
from .. import people_view
from ..InviteDialog import InviteDialog
from ..PermissionsDialog import PermissionsDialog
from ._anvil_designer import UserPermissionsSettingsTemplate


class UserPermissionsSettings(UserPermissionsSettingsTemplate):
    def __init__(self, **address):
        self.seats = []
        super().__init__()
        self.state.stand_for(self.people)
        self.shortcuts = {"n": self.btn_invite_click}

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-people")
        navigation_helpers.highlight_active_nav(self, "settings")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the people and the open invitations."""
        try:
            answer = call("list_people")
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.seats = answer["seats"]
        self.rp_roles.items = people_view.groups(answer, app_context.user(), clock.ago, clock.exact)
        self.rp_invitations.items = [
            people_view.invitation_row(invitation, shared_texts.ROLES[invitation["role"]], clock.exact)
            for invitation in answer["invitations"]
        ]
        self.invitations.visible = bool(answer["invitations"])
        self.lbl_context.text = texts.context(len(answer["people"]), len(answer["invitations"]))
        self.state.show_content()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")

    @handle("btn_invite", "click")
    def btn_invite_click(self, **event_args):
        email = InviteDialog.ask(self.seats)
        if email:
            self.say(texts.INVITED.format(email))

    @handle("rp_roles", "x-role")
    def change_role(self, person, role, **event_args):
        call("change_role", person["email"], role)
        text = texts.ROLE_CHANGED.format(person["name"], shared_texts.ROLES[role].lower())
        self.say(text, lambda: self.restore_role(person))

    def restore_role(self, person):
        """Give back the role and the permissions that were the person's own."""
        call("change_role", person["email"], person["role"])
        call("set_permissions", person["email"], person["overrides"])
        self.load()

    @handle("rp_roles", "x-status")
    def set_status(self, person, status, **event_args):
        call("set_user_status", person["email"], status)
        text = texts.REACTIVATED if status == "active" else texts.DEACTIVATED
        self.say(text.format(person["name"]), lambda: self.restore_status(person))

    def restore_status(self, person):
        call("set_user_status", person["email"], person["status"])
        self.load()

    @handle("rp_roles", "x-permissions")
    def change_permissions(self, person, **event_args):
        changed = PermissionsDialog.ask(person)
        if changed is not None:
            text = texts.PERMISSIONS_CHANGED.format(person["name"])
            self.say(text, lambda: self.restore_permissions(person, changed))

    def restore_permissions(self, person, changed):
        call("set_permissions", person["email"], person["overrides"], changed)
        self.load()

    @handle("rp_roles", "x-hand-over")
    def hand_over(self, person, **event_args):
        title = texts.HAND_OVER_TITLE.format(app_context.config().get("business_name"))
        question = texts.HAND_OVER_QUESTION.format(person["name"])
        if not ConfirmationDialog.ask(title, question, texts.HAND_OVER, texts.HAND_OVER_CONSEQUENCE):
            return
        call("hand_over_ownership", person["email"])
        app_context.load()
        pages.open_page("settings")
        anvil.Notification(texts.HANDED_OVER.format(person["name"]), style="success").show()

    @handle("rp_invitations", "x-again")
    def invite_again(self, invitation, **event_args):
        call("invite_person", invitation["email"], invitation["name"] or "", invitation["role"])
        self.say(texts.INVITED.format(invitation["email"]))

    @handle("rp_invitations", "x-take-back")
    def take_back(self, invitation, **event_args):
        question = texts.TAKE_BACK_QUESTION.format(invitation["email"])
        if ConfirmationDialog.ask(texts.TAKE_BACK_TITLE, question, texts.TAKE_BACK):
            call("revoke_invitation", invitation["email"])
            self.say(texts.TAKEN_BACK.format(invitation["title"]))

    def say(self, text, undo=None):
        """Show everything anew and say what was done, with a way back where there is one."""
        self.load()
        self.layout.offer_undo(text, undo)
