"""E-mail and password; stands on the sign-in page, and over any form whose session has ended."""

from anvil import handle

from ...shared import app_context, fields, pages, texts
from ...shared.server_calls import CallFailed, call
from .. import texts as own_texts
from ._anvil_designer import SignInPanelTemplate


class SignInPanel(SignInPanelTemplate):
    def __init__(self, again=False, **properties):
        super().__init__(**properties)
        self.boxes = {"email": self.txt_email, "password": self.txt_password}
        self.show_message(texts.SIGN_IN_AGAIN if again else "")
        self.txt_email.text = (app_context.user() or {}).get("email") or ""
        self.lnk_forgot.visible = not again

    @handle("", "show")
    def form_show(self, **event_args):
        fields.autocomplete(self.txt_email, "username")
        fields.autocomplete(self.txt_password, "current-password")
        (self.txt_password if self.txt_email.text else self.txt_email).focus()

    @handle("btn_sign_in", "click")
    @handle("txt_password", "pressed_enter")
    def btn_sign_in_click(self, **event_args):
        self.sign_in(self.txt_email.text, self.txt_password.text)

    @handle("txt_email", "pressed_enter")
    def txt_email_pressed_enter(self, **event_args):
        self.txt_password.focus()

    @handle("txt_password", "trailing_icon_click")
    def txt_password_trailing_icon_click(self, **event_args):
        fields.toggle_hidden(self.txt_password)

    @handle("lnk_forgot", "click")
    def lnk_forgot_click(self, **event_args):
        pages.open_page("new-password", email=self.txt_email.text)

    def sign_in(self, email, password):
        """Sign in; success raises `x-signed-in` and closes a dialog around the panel."""
        if not self.is_complete(email, password):
            return
        self.btn_sign_in.enabled = False
        try:
            app_context.remember(call("sign_in", email.strip(), password, self.cb_remember.checked))
        except CallFailed as problem:
            return self.show_message(fields.show_errors(self.boxes, problem.fields) or problem.text)
        finally:
            self.btn_sign_in.enabled = True
        self.raise_event("x-signed-in")
        self.raise_event("x-close-alert", value=True)

    def is_complete(self, email, password):
        """True when both fields are filled; otherwise they say so."""
        missing = {}
        if not (email or "").strip():
            missing["email"] = own_texts.ENTER_EMAIL
        if not password:
            missing["password"] = own_texts.ENTER_PASSWORD
        self.show_message(fields.show_errors(self.boxes, missing))
        return not missing

    def show_message(self, text):
        """Say something above the fields; an empty text takes no room."""
        self.lbl_message.text = text
        self.lbl_message.visible = bool(text)
