"""Keys that work on every screen: `/` search, `n` new, `e` edit, `?` help.

A form names its own in `shortcuts`, and says in `shortcut_words` what they do.
"""

import anvil
from anvil.js import report_exceptions, window

from . import texts

TYPING = ("INPUT", "TEXTAREA", "SELECT")
OPEN_DIALOG = "dialog[open], .modal.in"


def start():
    """Listen for keys from now on."""
    window.document.addEventListener("keydown", report_exceptions(_pressed))


def _pressed(event):
    if event.ctrlKey or event.metaKey or event.altKey or _is_typing(event):
        return
    if event.key == "?":
        return show_keys()
    action = (getattr(anvil.get_open_form(), "shortcuts", None) or {}).get(event.key)
    if action is not None:
        event.preventDefault()
        action()


def _is_typing(event):
    """True inside a field or a dialog, where keys are text or belong to the dialog."""
    is_in_dialog = window.document.querySelector(OPEN_DIALOG) is not None
    return event.target.tagName in TYPING or is_in_dialog


def show_keys():
    """Show which keys there are."""
    own = getattr(anvil.get_open_form(), "shortcut_words", ())
    keys = [each for each in texts.KEYS if each[0] not in dict(own)] + list(own)
    anvil.alert("\n".join("{}   {}".format(key, text) for key, text in keys), title=texts.KEYS_TITLE)
