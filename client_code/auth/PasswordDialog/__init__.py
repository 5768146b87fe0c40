"""A dialog to choose another password; closes with True once it is set."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import PasswordDialogTemplate


class PasswordDialog(PasswordDialogTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.boxes = {"old_password": self.txt_old_password, "new_password": self.txt_new_password}
        self.show_problem({})

    @classmethod
    def ask(cls):
        """True when the password was changed."""
        return bool(dialogs.edit(cls(), texts.PASSWORD_TITLE))

    @handle("", "show")
    def form_show(self, **event_args):
        fields.autocomplete(self.txt_old_password, "current-password")
        fields.autocomplete(self.txt_new_password, "new-password")
        self.txt_old_password.focus()

    @handle("btn_save", "click")
    @handle("txt_old_password", "pressed_enter")
    @handle("txt_new_password", "pressed_enter")
    def btn_save_click(self, **event_args):
        missing = {name: texts.ENTER_PASSWORD for name, box in self.boxes.items() if not box.text}
        if missing:
            return self.show_problem(missing)
        self.btn_save.enabled = False
        try:
            call("change_password", self.txt_old_password.text, self.txt_new_password.text)
        except CallFailed as problem:
            return self.show_problem(problem.fields, problem.text)
        finally:
            self.btn_save.enabled = True
        self.raise_event("x-close-alert", value=True)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    @handle("txt_old_password", "trailing_icon_click")
    @handle("txt_new_password", "trailing_icon_click")
    def toggle_hidden(self, sender, **event_args):
        fields.toggle_hidden(sender)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors, texts.PASSWORD_HINTS)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
