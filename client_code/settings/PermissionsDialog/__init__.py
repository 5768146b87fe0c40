"""A dialog with everything a person may do and why; closes with the new permissions of their own once saved."""

from anvil import handle

from ...shared import app_context, dialogs, fields
from ...shared import texts as shared_texts
from ...shared.server_calls import CallFailed, call
from .. import people_texts as texts
from .. import people_view
from ._anvil_designer import PermissionsDialogTemplate


class PermissionsDialog(PermissionsDialogTemplate):
    def __init__(self, person, permissions, **properties):
        self.person, self.seen = person, person["overrides"]
        super().__init__(**properties)
        role = shared_texts.ROLES[person["role"]]
        self.lbl_role.text = "{}. {}".format(role, texts.ROLE_ABOUT[person["role"]])
        self.rp_permissions.items = people_view.permission_rows(permissions, app_context.may)
        self.show_problem("")

    @classmethod
    def ask(cls, person):
        """The person's own permissions `{permission: held}` once they are changed, else None."""
        permissions = call("explain_permissions", person["email"])["permissions"]
        title = texts.PERMISSIONS_TITLE.format(person["name"])
        return dialogs.edit(cls(person, permissions), title, large=True)

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        wanted = people_view.overrides(self.rp_permissions.items)
        if wanted == self.person["overrides"]:
            return self.btn_cancel_click()
        self.btn_save.enabled = False
        try:
            call("set_permissions", self.person["email"], wanted, self.seen)
        except CallFailed as problem:
            return self.show_refusal(problem)
        finally:
            self.btn_save.enabled = True
        self.raise_event("x-close-alert", value=wanted)

    def show_refusal(self, problem):
        """Say what is wrong; what somebody else saved meanwhile is told, and saving again keeps one's own."""
        theirs = problem.answer.get("current")
        if theirs is None:
            return self.show_problem(problem.text)
        self.seen = theirs["overrides"] or {}
        self.show_problem(shared_texts.KEEP_YOURS.format(problem.text))

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, text):
        """Say what went wrong; an empty text takes no room."""
        fields.tell(self.lbl_problem, text)
