"""Leaving a form with unsaved changes asks first, whichever way the person leaves."""

import anvil
from anvil.js import report_exceptions, window

from . import texts


def ask_before_leaving(form):
    """Ask when `form`, which has `has_changes()`, is left; staying opens the same form again."""
    if form.has_changes():
        window.setTimeout(report_exceptions(lambda *event: _ask(form)), 0)


def warn_before_unload(form, fields):
    """Let the browser ask before the page itself is closed or reloaded, once one of `fields` was changed."""
    # A function of the browser itself: it takes only an answer given while the event is on its way.
    prevent = window.Function.prototype.call.bind(window.Event.prototype.preventDefault)

    def changed(**event):
        window.addEventListener("beforeunload", prevent)

    def left(**event):
        window.removeEventListener("beforeunload", prevent)

    for field in fields:
        field.add_event_handler("change", changed)
    form.add_event_handler("hide", left)


def _ask(form):
    buttons = [(texts.STAY, False), (texts.LEAVE, True)]
    if not anvil.confirm(texts.LEAVE_QUESTION, title=texts.LEAVE_TITLE, buttons=buttons):
        anvil.open_form(form)
