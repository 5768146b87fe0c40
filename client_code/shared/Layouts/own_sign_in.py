"""What people do about their own sign-in, from the menu at their name or a page of their own."""

import anvil

from .. import app_context, pages, texts
from ..components.ConfirmationDialog import ConfirmationDialog
from ..server_calls import call


def change_password(**event_args):
    """Ask for the present and a new password, and say when it is set."""
    from ...auth.PasswordDialog import PasswordDialog

    if PasswordDialog.ask():
        anvil.Notification(texts.PASSWORD_CHANGED, style="success").show()


def sign_out(**event_args):
    """End the session and go to the sign-in page."""
    app_context.remember(call("sign_out"))
    pages.open_page("sign-in")


def sign_out_everywhere(**event_args):
    """End every log-in of the person, this one too, once they agree."""
    if ConfirmationDialog.ask(texts.EVERYWHERE_TITLE, texts.EVERYWHERE_QUESTION, texts.SIGN_OUT_EVERYWHERE):
        app_context.remember(call("sign_out_everywhere"))
        pages.open_page("sign-in")
