"""Leaving a form with unsaved changes asks first, whichever way the person leaves."""

import anvil
from anvil.js import report_exceptions, window

from . import texts

LOOK_MILLISECONDS = 1000


def guard(form):
    """Ask when `form`, which has `has_changes()`, is left with changes: staying opens the same form again."""
    watch = UnloadWatch(form.has_changes)

    def left(**event_args):
        watch.end()
        # What was typed last is written only now, as the field is left.
        window.setTimeout(report_exceptions(lambda *event: _ask(form)), 0)

    form.add_event_handler("show", lambda **event_args: watch.begin())
    form.add_event_handler("hide", left)


def gives_up(title, question, action):
    """True when the person lets unsaved changes go; Escape keeps them."""
    buttons = [(texts.STAY, False), (action, True)]
    return bool(anvil.confirm(question, title=title, buttons=buttons, dismissible=True))


class UnloadWatch:
    """Lets the browser itself ask before the page is closed or reloaded, while there are changes."""

    def __init__(self, has_changes):
        self.has_changes = has_changes
        self._look = report_exceptions(self.look)
        self._timer = None
        # A function of the browser itself: it takes only an answer given while the event is on its way.
        self._prevent = window.Function.prototype.call.bind(window.Event.prototype.preventDefault)

    def begin(self):
        """Look from now on, once a second, whether there are changes."""
        self.end()
        self._timer = window.setInterval(self._look, LOOK_MILLISECONDS)

    def look(self, *event):
        if self.has_changes():
            window.addEventListener("beforeunload", self._prevent)
        else:
            window.removeEventListener("beforeunload", self._prevent)

    def end(self):
        """Let the page go without a question."""
        window.clearInterval(self._timer)
        window.removeEventListener("beforeunload", self._prevent)


def _ask(form):
    if form.has_changes() and not gives_up(texts.LEAVE_TITLE, texts.LEAVE_QUESTION, texts.LEAVE):
        anvil.open_form(form)
