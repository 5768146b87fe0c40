"""The first thing the page runs: who is here, then the screen the address names."""

import anvil

from .shared import app_context, keyboard, pages, server_calls


def ask_to_sign_in():
    """Sign in over the open form; True once done."""
    from .auth.SignInPanel import SignInPanel

    return bool(anvil.alert(SignInPanel(again=True), buttons=[], dismissible=True))


def start():
    """Open the first screen with one call to the server."""
    anvil.set_default_error_handling(server_calls.show_error)
    server_calls.sign_in_with(ask_to_sign_in)
    pages.follow_browser()
    keyboard.start()
    app_context.load()
    if app_context.must_set_password():
        pages.open_page("new-password")
    else:
        pages.open_address()


start()
