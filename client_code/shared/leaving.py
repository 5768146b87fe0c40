"""Leaving a form with unsaved changes asks first, whichever way the person leaves."""

import anvil
from anvil.js import report_exceptions, window

from . import texts


def ask_before_leaving(form):
    """Ask when `form`, which has `has_changes()`, is left; staying opens the same form again."""
    if form.has_changes():
        window.setTimeout(report_exceptions(lambda *event: _ask(form)), 0)


def warn_before_unload(form):
    """Let the browser ask before the page itself is closed or reloaded while `form` has changes."""

    def before_unload(event):
        if anvil.get_open_form() is form and form.has_changes():
            event.preventDefault()

    window.addEventListener("beforeunload", report_exceptions(before_unload))


def _ask(form):
    buttons = [(texts.STAY, False), (texts.LEAVE, True)]
    if not anvil.confirm(texts.LEAVE_QUESTION, title=texts.LEAVE_TITLE, buttons=buttons):
        anvil.open_form(form)
