"""Messages of Anvil's wire: Python values → JSON with a list of the objects inside it, and back. Pure."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping
from typing import Any

import anvil
from anvil import _server

from .signing import Signer
from .streaming import at_hand

log = logging.getLogger(__name__)

_INT32 = 2**31
_FINITE = float("inf")
_AS_IS = frozenset({str, bool, type(None)})

Message = dict[str, Any]


class LocalTime(datetime.datetime):
    """A naive time that crosses as it is, as the stock server sends some of its own; the app's get a zone."""

    def plain(self) -> datetime.datetime:
        """The same, of the usual class."""
        return datetime.datetime.combine(self.date(), self.time())


def encode(
    message: Message,
    signer: Signer,
    *,
    remote_is_trusted: bool,
    capabilities: list[_server.Capability] | None = None,
) -> tuple[Message, dict[str, anvil.Media]]:
    """``message`` as JSON-able values with its ``objects`` described by path, and its media by id.

    ``capabilities`` collects the capabilities inside, whose updates may come back. Raises
    ``anvil.server.SerializationError``, and what an app's own media class raises.
    """
    plain = _encode_plain(message, capabilities)
    if plain is not None:
        for described in plain["objects"]:
            _sign(described, signer)
        return plain, {}
    media: dict[str, anvil.Media] = {}

    def put_aside(item: anvil.Media) -> dict[str, str]:
        media_id = f"m{len(media)}"
        media[media_id] = at_hand(item)
        return {"id": media_id}

    # The library's walk leaves the caller's own dict and lists as they are.
    wired = _server.fill_out_media(
        message, put_aside, collect_capabilities=capabilities, remote_is_trusted=remote_is_trusted
    )
    for described in wired["objects"]:
        _sign(described, signer)
    return wired, media


def decode(
    message: Message,
    media: Mapping[str, anvil.Media],
    signer: Signer,
    *,
    remote_is_trusted: bool,
    packages: frozenset[str] = frozenset(),
    capabilities: list[_server.Capability] | None = None,
) -> Message:
    """Undo :func:`encode`, in place: check every MAC, then put the objects where their paths say.

    An untrusted remote may name portable classes of ``packages`` and of Anvil's library only. Raises
    ``anvil.server.InvalidObjectError`` as AnvilWrappedError, ``anvil.server.SerializationError``, and what a portable
    class raises.
    """
    try:
        for described in message.get("objects") or []:
            _check(described, signer, remote_is_trusted, packages)
        held_back = _server._reconstruct_objects(
            message,
            lambda described: media[described["id"]],
            hold_back_value_types=True,
            collect_capabilities=capabilities,
            remote_is_trusted=remote_is_trusted,
        )
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise malformed(repr(error)) from error
    # The app's own classes run now, and what they raise is theirs.
    return _server._reconstruct_objects(held_back, None, remote_is_trusted=remote_is_trusted)


def invalid_object(what: str) -> _server.AnvilWrappedError:
    """The error for something a remote made up, or kept from a session that is over."""
    log.info("refused a %s whose signature is not of its sender", what)
    message = "Error processing object from expired session"
    return _server.AnvilWrappedError({"type": "anvil.server.InvalidObjectError", "message": message})


def encode_response(
    response: Message, capabilities: list[_server.Capability], signer: Signer, *, remote_is_trusted: bool
) -> tuple[Message, dict[str, anvil.Media]]:
    """Encode ``{"response": …}`` with the updates of the capabilities that came with the call."""
    _server.fill_out_cap_updates(response, capabilities)
    try:
        return encode(response, signer, remote_is_trusted=remote_is_trusted)
    except _server.SerializationError as error:
        raise _server.SerializationError(f"Cannot serialize return value from function. {error}") from error


def live_object_of(spec: Message | None, signer: Signer) -> anvil.LiveObject | None:
    """The live object whose method a message calls, its MAC checked; None when the message calls a function."""
    if spec is None:
        return None
    if not {"id", "backend"} <= spec.keys() or not signer.is_live_object(spec):
        raise invalid_object("live object")
    return anvil.LiveObject({**spec, "mac": "local"})


def called_name(message: Message) -> str:
    """The function, or the live object's method, that a CALL names. Raises ``SerializationError`` for a faulty CALL."""
    live_object = message.get("liveObjectCall")
    name = message.get("command") if live_object is None else live_object.get("method")
    if not isinstance(name, str):
        raise malformed("it names no function")
    if not isinstance(message.get("args", []), list) or not isinstance(message.get("kwargs") or {}, dict):
        raise malformed("its arguments are not a list and a dictionary")
    return name


def malformed(what: str) -> _server.SerializationError:
    return _server.SerializationError(f"The message is malformed: {what}")


class _NotPlain(Exception):
    """The message holds something that only the library can describe."""


def _encode_plain(message: Message, capabilities: list[_server.Capability] | None) -> Message | None:
    """The message when it holds nothing but JSON values, dates and capabilities, several times as fast.

    That is what most calls bring, and every page of a search.
    """
    objects: list[Message] = []
    try:
        plain = _plain_dict(message, [], objects)
    except (_NotPlain, RecursionError):  # the library goes deeper
        return None
    for described in objects:
        capability = described.pop("capability", None)
        if capability is not None and capabilities is not None:
            capabilities.append(capability)
    plain["objects"] = objects
    return plain


def _plain(value: Any, path: list[Any], objects: list[Message]) -> Any:
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is int and -_INT32 < value < _INT32:
        return value
    if kind is float and -_FINITE < value < _FINITE:
        return value
    if kind is dict:
        return _plain_dict(value, path, objects)
    if kind is list or kind is tuple:
        return [
            item if type(item) in _AS_IS else _plain(item, [*path, index], objects) for index, item in enumerate(value)
        ]
    if kind is int or kind is float or kind is datetime.datetime or kind is datetime.date:
        objects.append({**_server.serialise_val(value, {}), "path": path})
        return None
    if kind is _server.Capability:
        objects.append(_described(value, path))
        return None
    if kind is LocalTime:
        objects.append({"type": ["DateTime"], "value": f"{value:%Y-%m-%d %H:%M:%S.%f}", "path": path})
        return None
    raise _NotPlain


def _described(capability: _server.Capability, path: list[Any]) -> Message:
    described = {"type": ["Capability"], "path": path, "scope": capability._scope, "mac": capability._mac}
    if capability._narrow:
        described["narrow"] = capability._narrow
    return {**described, "capability": capability}


def _plain_dict(value: dict[Any, Any], path: list[Any], objects: list[Message]) -> Message:
    result = {}
    for key, item in value.items():
        if type(key) is not str:
            raise _NotPlain
        result[key] = item if type(item) in _AS_IS else _plain(item, [*path, key], objects)
    return result


def _sign(described: Message, signer: Signer) -> None:
    kind = described["type"][0]
    if kind == "Capability":
        described["scope"] = described["scope"] + described.pop("narrow", [])
        described["mac"] = signer.capability(described["scope"])
    elif kind == "LazyMedia":
        described["key"] = signer.lazy_media(described)
    elif kind == "LiveObject":
        described["mac"] = signer.live_object(described)
        for item in _items_of(described):
            _sign(item, signer)


def _items_of(live_object: Message) -> list[Message]:
    cached = list((live_object.get("itemCache") or {}).values())
    return cached + ((live_object.get("iterItems") or {}).get("items") or [])


def _check(described: Message, signer: Signer, trusted: bool, packages: frozenset[str]) -> None:
    kind = described["type"][0]
    if kind == "Capability":
        _check_capability(described, signer, trusted)
    elif kind == "LazyMedia":
        if not signer.is_lazy_media(described):
            raise invalid_object("media")
        described["key"] = "local"
    elif kind == "LiveObject":
        if not signer.is_live_object(described):
            raise invalid_object("live object")
        described["mac"] = "local"
        if not trusted:
            described.update(itemCache={}, iterItems=None)
    elif kind in ("ValueType", "ClassType") and not trusted:
        _check_class(described, packages)


def _check_capability(described: Message, signer: Signer, trusted: bool) -> None:
    scope, mac = described["scope"], described.get("mac")
    made_by_trusted_code = trusted and mac is None and scope and scope[0] != "_"
    if not made_by_trusted_code and not signer.is_capability(scope, mac):
        raise invalid_object("capability")
    narrow = described.pop("narrow", None) or []
    if narrow and not trusted and scope[0] == "_":
        # What the server's own capabilities end with (a row's id, a search's condition) is for the server to say.
        raise invalid_object("capability")
    described["scope"] = scope + narrow
    described["mac"] = "local"


def _check_class(described: Message, packages: frozenset[str]) -> None:
    """The library imports the module of a class it does not know yet; a browser may not choose any module."""
    name = described["typeName"]
    if name not in _server._value_types and name.split(".")[0] not in packages:
        path = _server._repr_path(described["path"])
        raise _server.SerializationError(f"No such serializable type: {name} at msg{path}")
