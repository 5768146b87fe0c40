"""Arguments of a call as they may leave the page."""

import datetime
import json

from . import _server
from ._live_object import LiveObject
from ._media import Media

AS_THEY_ARE = (str, bool, int, type(None), Media, LiveObject, _server.Capability, datetime.date)
# JavaScript writes larger whole numbers with an exponent.
WHOLE_BELOW = 1e21


def checked(args, kwargs):
    """``{"args": […], "kwargs": {…}}`` of plain lists and dicts.

    Raises TypeError for a dict's key that is no text, SerializationError for what no server can take.
    """
    return {
        "args": [_checked(value, ["args", position]) for position, value in enumerate(args)],
        "kwargs": {name: _checked(value, ["kwargs", name]) for name, value in kwargs.items()},
    }


def _checked(value, path):
    if hasattr(value, "SERIALIZATION_INFO"):
        return _portable(value)
    if isinstance(value, AS_THEY_ARE):
        return value
    if isinstance(value, float):
        # JavaScript has one kind of number, and writes those without a fraction as whole ones.
        return int(value) if value.is_integer() and abs(value) < WHOLE_BELOW else value
    if isinstance(value, (list, tuple)):
        return [_checked(item, [*path, position]) for position, item in enumerate(value)]
    if isinstance(value, dict):
        return {_key(key, path): _checked(item, [*path, key]) for key, item in value.items()}
    raise _server.SerializationError(
        f"Cannot pass {type(value).__name__} object to a server function: arguments {_where(path[1:])}"
    )


def _portable(value):
    name, cls = value.SERIALIZATION_INFO
    if value is not cls and (type(value) is not cls or name not in _server._value_types):
        kind = type(value).__name__
        raise _server.SerializationError(f"Type {kind} is not registered with @anvil.server.portable_class.")
    return value


def _key(key, path):
    if isinstance(key, str):
        return key
    raise TypeError(
        f"Cannot use '{type(key).__name__}' objects as the key in a dict when sending to a server-side module; "
        f"only string keys are allowed (arguments {_where(path)})"
    )


def _where(path):
    return "".join(f"[{json.dumps(part)}]" for part in path)
