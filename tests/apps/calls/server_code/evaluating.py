"""A few lines of Python → the text of what they answer, or of their error. Shared by the places that are asked."""

import datetime

import anvil
import anvil.media
import anvil.server
import anvil.tz
import things


def error_of(action):
    """``Class: message`` of what it raises."""
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def wrapped(action):
    """The parts of the error that a caller catches: its class, its text, its type and what else it brings."""
    try:
        return action()
    except Exception as error:
        known = getattr(error, "error_obj", {})
        return [type(error).__name__, str(error), known.get("type"), sorted(known)]


KNOWN = {
    "anvil": anvil,
    "call": anvil.server.call,
    "Capability": anvil.server.Capability,
    "datetime": datetime,
    "error_of": error_of,
    "wrapped": wrapped,
    "__name__": "asked",
    **{name: value for name, value in vars(things).items() if not name.startswith("_")},
}


def evaluate(text):
    """The repr of the last line's value, or ``Class: message``."""
    scope = dict(KNOWN)
    lines, _, last = text.strip().rpartition("\n")
    return str(error_of(lambda: (exec(lines, scope), repr(eval(last, scope)))[1]))
