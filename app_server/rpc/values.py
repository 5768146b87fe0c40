"""Values between two functions of one process, as if they had crossed the wire, but without its cost."""

from __future__ import annotations

import datetime
from typing import Any

import anvil
import anvil.tz
from anvil import _server

_UNCHANGED = (str, int, float, bool, type(None), datetime.date)


def copy_value(value: Any) -> Any:
    """A copy as the receiver would get it: tuples become lists, naive datetimes get the server's zone.

    Media, rows and other objects of Anvil's own library are passed as they are; portable classes of the app are
    serialised. Raises ``anvil.server.SerializationError`` for what cannot cross.
    """
    kind = type(value)
    if kind in _UNCHANGED:
        return value
    if kind is dict:
        return _copy_dict(value)
    if kind is list or kind is tuple:
        return [copy_value(item) for item in value]
    if kind is datetime.datetime:
        return value if value.tzinfo is not None else value.replace(tzinfo=anvil.tz.tzlocal())
    return _copy_object(value)


def copy_arguments(args: Any, kwargs: Any) -> tuple[list[Any], dict[str, Any]]:
    """Copies of a call's arguments. Raises ``anvil.server.SerializationError`` as Anvil words it."""
    try:
        return [copy_value(value) for value in args], _copy_dict(kwargs or {})
    except _server.SerializationError as error:
        raise _server.SerializationError(f"Cannot serialize arguments to function. {error}") from error


def copy_result(value: Any) -> Any:
    """A copy of what a function returned. Raises ``anvil.server.SerializationError`` as Anvil words it."""
    try:
        return copy_value(value)
    except _server.SerializationError as error:
        raise _server.SerializationError(f"Cannot serialize return value from function. {error}") from error


def _copy_dict(value: dict[Any, Any]) -> dict[str, Any]:
    for key in value:
        if not isinstance(key, str):
            raise _server.SerializationError("Cannot serialize dictionaries with keys that aren't strings")
    return {key: copy_value(item) for key, item in value.items()}


def _copy_object(value: Any) -> Any:
    if isinstance(value, (anvil.Media, anvil.LiveObject, _server.Capability)):
        return value
    if hasattr(value, "SERIALIZATION_INFO") and type(value).__module__.startswith("anvil."):
        return value
    media: dict[int, anvil.Media] = {}

    def put_aside(item: anvil.Media) -> dict[str, int]:
        media[len(media)] = item
        return {"id": len(media) - 1}

    # The library also knows numpy's numbers and subclasses of the plain types.
    wired = _server.fill_out_media({"value": value}, put_aside, remote_is_trusted=True)
    return _server._reconstruct_objects(wired, lambda spec: media[spec["id"]], remote_is_trusted=True)["value"]
