"""Dialogs that wait for an answer, and notices that do not."""

from . import _page
from ._component import Component
from ._container import Container

_shown_notices = set()
_in_dialogs = set()

OK = ("OK", True, "success")
CANCEL = ("Cancel", False, "danger")
IN_A_CONTAINER = "This component is already added to a container, call remove_from_parent() first"


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
        dialog._held = None
        return dialog

    def child_host(self, layout_props):
        return self._content

    def fill(self, content, title, large):
        """Put in the title and the content, a text or a component. Raises ValueError when that is somewhere already."""
        if title:
            self._title.textContent = str(title)
            self._title.classList.remove("visible-false")
        if large:
            self.dom.classList.add("anvil-dialog-large")
        if isinstance(content, Component):
            self._hold(content)
        elif content is None:
            self._content.classList.add("visible-false")
        else:
            self._content.textContent = str(content)

    def _hold(self, content):
        from ._opening import get_open_form

        if content._parent is not None:
            raise ValueError(IN_A_CONTAINER)
        if content is get_open_form() or content in _in_dialogs:
            where = "is already inside an alert" if content in _in_dialogs else "is the open_form"
            raise ValueError(f"This component {where} and cannot be added to a container")
        self.add_component(content)
        content._parent = None  # Anvil has it in no container while it is in an alert
        self._held = content
        content.set_event_handler("x-close-alert", lambda value=None, **_event: self.answer(value))

    def offer(self, buttons):
        """Put in the buttons, each (label, answer, style)."""
        self._actions.classList.toggle("visible-false", not buttons)
        for label, answer, style in buttons:
            button = _page.api.addDialogButton(self._actions, label, style)
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
        _in_dialogs.add(self._held)
        self._enter_page()
        run_sync(closed)
        self._leave_page()
        _in_dialogs.discard(self._held)
        self.clear()
        self.dom.remove()
        return self._value


def alert(content=None, *_ignored, **options):
    """Show a text or a component and wait.

    Options: ``title``, ``buttons`` (texts, or (text, answer, style) of which the later may be left out; by default OK),
    ``large``, ``dismissible`` (True) and ``role``. Gives the answer of the button, or None when Escape, the cross or a
    click outside dismissed it.
    """
    return _modal(content, **{"buttons": [OK], "dismissible": True, **options})


def confirm(content=None, *_ignored, **options):
    """Ask and wait: True for OK, False for Cancel; the options are those of ``alert``, with ``dismissible`` False."""
    return _modal(content, **{"buttons": [CANCEL, OK], "dismissible": False, **options})


def _modal(content, title=None, buttons=None, large=False, dismissible=False, role=None, **_unknown):
    dialog = _Dialog(role=role) if role else _Dialog()
    dialog.fill(content, title, large)
    dialog.offer([_button(entry) for entry in buttons] if isinstance(buttons, (list, tuple)) else [])
    return dialog.ask(bool(dismissible))


def _button(entry):
    """(label, answer, style) of an entry of ``buttons``, of which anything but a text or a sequence is an empty one."""
    if isinstance(entry, str):
        return entry, entry, ""
    if not isinstance(entry, (list, tuple)):
        return "", None, ""
    label, answer, style = (*entry, *("", None, "")[len(entry) :])[:3]
    return str(label), answer, str(style or "")


class Notification(Container):
    """A notice at the edge of the page that goes after ``timeout`` seconds; 0 or None keeps it until ``hide()``.

    ``style``: ``info``, ``success``, ``warning`` or ``danger``. It stays while the pointer or the keyboard is on it.
    """

    html = (
        '<div class="anvil-notification"><div class="anvil-notification-content">'
        '<div class="anvil-notification-title visible-false"></div><div></div></div></div>'
    )

    def __init__(self, message, title="", style="info", timeout=2):
        super().__init__()
        self.message, self.title, self.style, self.timeout = message, title, style, timeout
        self.listen("anvil-notice-over", lambda _event: self.hide())

    def child_host(self, layout_props):
        return self.dom.firstElementChild.lastElementChild

    def show(self):
        """Show it, and give it back; the app goes on at once. Raises RuntimeError when it is shown already."""
        if self in _shown_notices:
            raise RuntimeError("Notification already visible")
        heading, body = list(self.dom.firstElementChild.children)[:2]
        heading.textContent = str(self.title or "")
        heading.classList.toggle("visible-false", not self.title)
        self.clear()
        if isinstance(self.message, Component):
            self.add_component(self.message)
        else:
            body.textContent = "" if self.message is None else str(self.message)
        self.dom.dataset.style = str(self.style or "info")
        _shown_notices.add(self)
        _page.api.showNotice(self.dom, float(self.timeout or 0))
        self._enter_page()
        return self

    def hide(self):
        """Take it away."""
        if self not in _shown_notices:
            return
        _shown_notices.discard(self)
        self._leave_page()
        _page.api.hideNotice(self.dom)

    def __enter__(self):
        self.timeout = None
        return self.show()

    def __exit__(self, *_error):
        self.hide()
