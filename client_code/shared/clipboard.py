"""Copying text, where the browser lets pages do that."""

from anvil.js import await_promise, window


def copy(text):
    """Whether `text` was copied; browsers refuse pages without encryption."""
    clipboard = getattr(window.navigator, "clipboard", None)
    if clipboard is None:
        return False
    await_promise(clipboard.writeText(text))
    return True
