"""Values between two functions of one process, as if they had crossed the wire, but without its cost."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

import anvil
from anvil import _server

from . import json_text
from .streaming import handed_over
from .wire import LocalTime

_UNCHANGED = (str, int, float, bool, type(None), datetime.date)

Message = dict[str, Any]


@dataclass(slots=True)
class Crossing:
    """A message that has left its sender; ``wired`` is what the library has made of one that is not plain.

    The capabilities inside are the sender's own and, after :meth:`arrive`, the receiver's.
    """

    message: Message
    wired: Message | None = None
    media: dict[str, anvil.Media] = field(default_factory=dict)
    sent: list[_server.Capability] = field(default_factory=list)
    received: list[_server.Capability] = field(default_factory=list)

    def arrive(self) -> Message:
        """The message as its receiver gets it. Raises what the app's portable classes raise."""
        if self.wired is None:
            return self.message
        arrived = _server._reconstruct_objects(
            self.wired,
            lambda described: self.media[described["id"]],
            collect_capabilities=self.received,
            remote_is_trusted=True,
        )
        return {name: arrived[name] for name in self.message}

    def bring_back_updates(self) -> None:
        """Give the sender's capabilities the updates that the receiver's have to send."""
        updates: Message = {}
        _server.fill_out_cap_updates(updates, self.received)
        _server.apply_cap_updates(updates, self.sent)


def send_arguments(args: Any, kwargs: Any) -> Crossing:
    """A call's ``args`` and ``kwargs``. Raises ``anvil.server.SerializationError`` as Anvil words it."""
    try:
        return send({"args": list(args), "kwargs": kwargs or {}})
    except _server.SerializationError as error:
        raise _server.SerializationError(f"Cannot serialize arguments to function. {error}") from error


def send_result(value: Any) -> Crossing:
    """A function's ``response``. Raises ``anvil.server.SerializationError`` as Anvil words it."""
    try:
        return send({"response": value})
    except _server.SerializationError as error:
        raise _server.SerializationError(f"Cannot serialize return value from function. {error}") from error


def send(message: Message) -> Crossing:
    """Make a copy as the receiver would get it: tuples become lists, datetimes an offset in minutes.

    Rows and other objects of Anvil's own library are passed as they are; portable classes of the app are serialised.
    Raises ``anvil.server.SerializationError`` for what cannot cross.
    """
    try:
        return Crossing(_copy_dict(message))
    except (_NotPlain, RecursionError):  # the library goes deeper
        return _send_as_json(message)


class _NotPlain(Exception):
    """The message holds something that only the library can describe, or refuse."""


def _copy(value: Any) -> Any:
    kind = type(value)
    if kind in _UNCHANGED:
        return value
    if kind is dict:
        return _copy_dict(value)
    if kind is list or kind is tuple:
        return [_copy(item) for item in value]
    if kind is datetime.datetime:
        return _server.parsedatetime(_server.serialise_val(value, {})["value"])
    if kind is LocalTime:
        return value.plain()
    if isinstance(value, anvil.Media):
        return handed_over(value)
    if isinstance(value, anvil.LiveObject):
        return value
    if hasattr(value, "SERIALIZATION_INFO") and kind.__module__.startswith("anvil."):
        return value
    raise _NotPlain


def _copy_dict(value: dict[Any, Any]) -> dict[str, Any]:
    copied = {}
    for key, item in value.items():
        if type(key) is not str:
            raise _NotPlain
        copied[key] = _copy(item)
    return copied


def _send_as_json(message: Message) -> Crossing:
    crossing = Crossing(message)
    media = crossing.media

    def put_aside(item: anvil.Media) -> dict[str, str]:
        media[str(len(media))] = handed_over(item)
        return {"id": str(len(media) - 1)}

    wired = _server.fill_out_media(message, put_aside, collect_capabilities=crossing.sent, remote_is_trusted=True)
    for described in wired["objects"]:
        if described["type"] == ["Capability"]:
            described.update(scope=described["scope"] + described.pop("narrow", []), mac="local")
    crossing.wired = json_text.loads(json_text.dumps(wired))
    return crossing
