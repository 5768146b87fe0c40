"""A dialog to invite somebody; closes with the address once the invitation is made."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared import texts as shared_texts
from ...shared.server_calls import CallFailed, call
from .. import people_texts as texts
from ._anvil_designer import InviteDialogTemplate


class InviteDialog(InviteDialogTemplate):
    def __init__(self, seats, **properties):
        self.item = {"email": "", "name": "", "role": "staff"}
        super().__init__(**properties)
        left = {seat["role"]: texts.places_left(seat) for seat in seats}
        self.dd_role.items = [
            ("{} ({})".format(shared_texts.ROLES[role], left[role]), role) for role in texts.INVITABLE if role in left
        ]
        self.dd_role.selected_value = self.item["role"]
        self.show_role()
        self.show_problem({})

    @classmethod
    def ask(cls, seats):
        """The address of whoever was invited, None for nobody; `seats` as `list_people` tells them."""
        return dialogs.edit(cls(seats), texts.INVITE_TITLE)

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_email.focus()

    @handle("dd_role", "change")
    def show_role(self, **event_args):
        """Say what the chosen role may do."""
        self.item["role"] = self.dd_role.selected_value
        self.lbl_role.text = texts.ROLE_ABOUT[self.item["role"]]

    @handle("btn_invite", "click")
    @handle("txt_email", "pressed_enter")
    @handle("txt_name", "pressed_enter")
    def btn_invite_click(self, **event_args):
        email = (self.item["email"] or "").strip()
        if not email:
            return self.show_problem({"email": texts.NEEDS_EMAIL})
        self.btn_invite.enabled = False
        try:
            call("invite_person", email, self.item["name"] or "", self.item["role"])
        except CallFailed as problem:
            return self.show_problem(problem.fields, problem.text)
        finally:
            self.btn_invite.enabled = True
        self.raise_event("x-close-alert", value=email)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors({"email": self.txt_email, "name": self.txt_name}, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
