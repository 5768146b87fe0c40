"""Opening forms: one is shown at a time."""

from . import _page
from ._blueprint import form_class
from ._component import Component
from ._container import validate_child
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
    if isinstance(form, str) or (isinstance(form, type) and issubclass(form, Component)):
        form = form_class(form)(*args, **kwargs)
    if not isinstance(form, Component):
        raise TypeError(f"Attempting to open a form which is not an anvil component, (got type {type(form).__name__})")
    if mine == _openings:
        _show(form)
    return form


def _show(new):
    global _open
    if new is not _open:
        validate_child(new, "open_form")
        new._set_up()
    old, _open = _open, None
    shared = False
    if old is not None:
        old._is_open_form = False
        old._leave_page()
        shared = old is not new and can_share_layout(old, new)
    if shared:
        new._take_layout(old._release_layout(new._blueprint.props))
    else:
        _page.api.showForm(new.dom)
    _open = new
    new._is_open_form = True
    new._enter_page()
