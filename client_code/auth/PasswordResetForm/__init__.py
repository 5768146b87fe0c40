"""Forgotten password: ask for the mail, and after its link was followed, for the new password."""

from anvil import handle

from ...shared import app_context, fields, pages
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import PasswordResetFormTemplate


class PasswordResetForm(PasswordResetFormTemplate):
    def __init__(self, email="", **properties):
        super().__init__(**properties)
        self.link_followed = app_context.must_set_password()
        self.txt_email.text = email
        self.boxes = {"email": self.txt_email, "new_password": self.txt_password}
        if self.link_followed:
            self.ask(texts.RESET_NEW_TITLE, texts.RESET_NEW_TEXT, "Set password")
        else:
            self.ask(texts.RESET_ASK_TITLE, texts.RESET_ASK_TEXT, "Send the link")

    def ask(self, title, text, action):
        """Show one of the two questions."""
        self.lbl_title.text, self.lbl_text.text, self.btn_send.text = title, text, action
        self.txt_email.visible = not self.link_followed
        self.txt_password.visible = self.link_followed

    @handle("", "show")
    def form_show(self, **event_args):
        fields.autocomplete(self.txt_email, "username")
        fields.autocomplete(self.txt_password, "new-password")
        (self.txt_password if self.link_followed else self.txt_email).focus()

    @handle("btn_send", "click")
    @handle("txt_email", "pressed_enter")
    @handle("txt_password", "pressed_enter")
    def btn_send_click(self, **event_args):
        self.btn_send.enabled = False
        try:
            self.set_password() if self.link_followed else self.send_link()
        except CallFailed as problem:
            self.lbl_text.text = fields.show_errors(self.boxes, problem.fields) or problem.text
        finally:
            self.btn_send.enabled = True

    def send_link(self):
        """Ask for the mail; the answer is the same whether or not there is such an account."""
        if not (self.txt_email.text or "").strip():
            return fields.show_errors(self.boxes, {"email": texts.ENTER_EMAIL})
        call("request_password_reset", self.txt_email.text.strip())
        self.lbl_text.text = texts.RESET_SENT
        self.txt_email.visible = self.btn_send.visible = False

    def set_password(self):
        """Set the new password and go on to sign in with it."""
        call("reset_password", self.txt_password.text or "")
        app_context.load()
        pages.open_page("sign-in", message=texts.RESET_DONE)

    @handle("txt_password", "trailing_icon_click")
    def txt_password_trailing_icon_click(self, **event_args):
        fields.toggle_hidden(self.txt_password)

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("sign-in")
