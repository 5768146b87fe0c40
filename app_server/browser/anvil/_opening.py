"""Opening forms: one is shown at a time."""

from . import _page
from ._app_info import app
from ._blueprint import class_named
from ._component import Component
from ._layouts import can_share_layout

_open = None
_openings = 0


def get_open_form():
    """The form now shown, or None."""
    return _open


def open_form(form, *args, **kwargs):
    """Show a form in place of the one before: by name, class (both made with the arguments) or instance; gives it.

    A form opened by the new one's own ``__init__`` wins.
    """
    global _openings
    _openings += 1
    mine = _openings
    new = _make(form, args, kwargs)
    if mine == _openings:
        _show(new)
    return new


def _make(form, args, kwargs):
    if isinstance(form, Component):
        return form
    if isinstance(form, str):
        form = _class_of(form)
    if not (isinstance(form, type) and issubclass(form, Component)):
        raise TypeError("open_form() takes a form, its class or its name")
    return form(*args, **kwargs)


def _class_of(name):
    """A form by its name inside the app's package, or by its full name."""
    from ._importer import is_module

    local = f"{app.package_name}.{name}"
    return class_named(local if is_module(local) else name)


def _show(new):
    global _open
    if new is _open:
        return
    if new._parent is not None:
        raise ValueError("This form is in a container; it cannot be opened as the page's form as well")
    old, _open = _open, None
    shared = False
    if old is not None:
        shared = _close(old, new)
    if not shared:
        _page.api.showForm(new.dom)
    _open = new
    new._enter_page()


def _close(old, new):
    """Take the old form from the page; whether its layout stays for the new one."""
    if not can_share_layout(old, new):
        old._leave_page()
        return False
    old._shown = False
    old.raise_event("hide")
    new._take_layout(old._release_layout())
    return True
