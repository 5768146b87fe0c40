"""Editors in dialogs: Escape, a click outside and Back close them, after a question where something was typed."""

import anvil

from . import fields, leaving, texts

_open = []


def edit(content, title, large=False, buttons=()):
    """Show a form, or one field, in a dialog; its answer, None for False and for a person who gave up.

    It was changed when its fields are others than at first, or when a `has_changes()` of its own says so. Anvil takes
    a dismissed dialog away before anything can be asked: whoever goes on editing is shown the same form again.
    """
    before = fields.values_in(content)
    has_changes = getattr(content, "has_changes", lambda: fields.values_in(content) != before)
    watch = leaving.UnloadWatch(has_changes)
    watch.begin()
    _open.append(content)
    try:
        while True:
            answer = anvil.alert(content, title=title, buttons=list(buttons), large=large, dismissible=True)
            if answer is not None or not has_changes() or _gives_up():
                return None if answer is False else answer
    finally:
        _open.remove(content)
        watch.end()


def dismiss():
    """Dismiss the editor that is open on top, as Escape does; False when none is."""
    if _open:
        _open[-1].raise_event("x-close-alert", value=None)
    return bool(_open)


def _gives_up():
    return leaving.gives_up(texts.DISCARD_TITLE, texts.DISCARD_QUESTION, texts.DISCARD)
