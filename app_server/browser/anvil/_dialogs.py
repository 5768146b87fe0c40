"""Dialogs that wait for an answer, and notices that do not."""

from . import _page
from ._component import Component
from ._container import Container

_shown_notices = set()


class _Dialog(Container):
    """A modal dialog around a text or a component."""

    html = (
        '<dialog class="anvil-dialog"><h2 class="anvil-dialog-title visible-false"></h2>'
        '<div class="anvil-dialog-content"></div><div class="anvil-dialog-actions visible-false"></div></dialog>'
    )

    _holds_alert = True

    def __new__(cls, *args, **kwargs):
        dialog = super().__new__(cls)
        dialog._title, dialog._content, dialog._actions = dialog.dom.children
        return dialog

    def child_host(self, layout_props):
        return self._content

    def fill(self, content, title, large):
        """Put in the title and the content, a text or a component."""
        if title:
            self._title.textContent = str(title)
            self._title.classList.remove("visible-false")
        if large:
            self.dom.classList.add("anvil-dialog-large")
        if isinstance(content, Component):
            self.add_component(content)
            content.set_event_handler("x-close-alert", lambda value=None, **_event: self.answer(value))
        else:
            self._content.textContent = "" if content is None else str(content)

    def offer(self, buttons):
        """Put in the buttons, each (label, answer, style)."""
        self._actions.classList.toggle("visible-false", not buttons)
        for label, answer, style in buttons:
            button = _page.api.addDialogButton(self._actions, str(label), style or "")
            self.listen("click", lambda _event, value=answer: self.answer(value), button)

    def answer(self, value):
        """Close with this answer."""
        self._value = value
        _page.api.closeDialog(self.dom)

    def ask(self, dismissible):
        """Show it and wait; the answer is None when it was dismissed."""
        from pyodide.ffi import run_sync

        self._value = None
        closed = _page.api.openDialog(self.dom, dismissible)
        self._enter_page()
        run_sync(closed)
        self._leave_page()
        self.dom.remove()
        self.clear()
        return self._value


def alert(content=None, title="", buttons=None, large=False, dismissible=True, role=None):
    """Show a text or a component and wait. ``buttons``: [(label, answer)] or (label, answer, style); by default OK.

    Gives the answer of the button, or None when Escape or a click outside dismissed it.
    """
    if buttons is None:
        buttons = [("OK", True)]
    dialog = _Dialog(role=role) if role else _Dialog()
    dialog.fill(content, title, large)
    dialog.offer(
        [(*button, None)[:3] if isinstance(button, (tuple, list)) else (button, button, None) for button in buttons]
    )
    return dialog.ask(dismissible)


def confirm(content=None, title="", buttons=None, large=False, dismissible=False, role=None):
    """Ask a yes-or-no question and wait: True for OK, False for Cancel."""
    if buttons is None:
        buttons = [("Cancel", False), ("OK", True)]
    return alert(content, title, buttons, large, dismissible, role)


class Notification(Container):
    """A notice at the edge of the page that goes after ``timeout`` seconds; 0 or None keeps it until ``hide()``."""

    html = (
        '<div class="anvil-notification"><div class="anvil-notification-content">'
        '<div class="anvil-notification-title visible-false"></div><div></div></div></div>'
    )

    def __init__(self, message="", title="", style="info", timeout=2):
        super().__init__()
        self._clock = None
        self.message, self.title, self.style, self.timeout = message, title, style, timeout

    def child_host(self, layout_props):
        return self.dom.firstElementChild.lastElementChild

    def show(self):
        """Show it, and give it back; the app goes on at once."""
        heading, body = self.dom.firstElementChild.children
        heading.textContent = str(self.title or "")
        heading.classList.toggle("visible-false", not self.title)
        self.clear()
        if isinstance(self.message, Component):
            self.add_component(self.message)
        else:
            body.textContent = str(self.message)
        self.dom.dataset.style = self.style or "info"
        _page.api.showNotice(self.dom)
        _shown_notices.add(self)
        self._enter_page()
        if self.timeout:
            self._clock = _page.start_timer(self, float(self.timeout))
        return self

    def hide(self):
        """Take it away."""
        if self not in _shown_notices:
            return
        _shown_notices.discard(self)
        if self._clock is not None:
            _page.api.stopTimer(self._clock)
            self._clock = None
        self._leave_page()
        _page.api.hideNotice(self.dom)

    def _tick(self):
        self.hide()

    def __enter__(self):
        self.timeout = None
        self.show()
        return self

    def __exit__(self, *_error):
        self.hide()
