"""Light or dark: what a person chooses in their menu, kept by their browser."""

from anvil.js import window
from m3.components import Divider, MenuItem

CHOICES = (
    ("", "As the device", "mi:contrast"),
    ("light", "Light", "mi:light_mode"),
    ("dark", "Dark", "mi:dark_mode"),
)
CHOSEN = "mi:check"


def menu_items():
    """An entry for each choice with a line under them; nothing on a server whose pages have one set of colours."""
    if getattr(window, "m3", None) is None:
        return []
    entries = {}
    for scheme, text, icon in CHOICES:
        entries[scheme] = MenuItem(text=text, leading_icon=icon)
        entries[scheme].add_event_handler("click", lambda scheme=scheme, **event: choose(entries, scheme))
    mark(entries, window.m3.colourScheme())
    return [*entries.values(), Divider()]


def choose(entries, scheme):
    """Show the page so from now on."""
    window.m3.chooseColourScheme(scheme)
    mark(entries, scheme)


def mark(entries, chosen):
    """Tick the choice that holds."""
    for scheme, entry in entries.items():
        entry.trailing_icon = CHOSEN if scheme == chosen else ""
