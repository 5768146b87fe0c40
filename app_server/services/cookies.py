"""``anvil.server.cookies``: values that server code keeps in the visitor's browser, sealed against reading there."""

from __future__ import annotations

import base64
import hashlib
import os
import time
from typing import Any

import anvil
import orjson
from anvil import _server
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..errors import AnvilError, misuse, require_server
from ..rpc.call import Call
from ..rpc.registry import private
from ..rpc.values import send_arguments

COOKIES = {"local": "anvil-local", "shared": "anvil-shared"}
DAY_SECONDS = 86400
# Browsers keep 4,096 bytes of a cookie's name and value.
MAX_BYTES = 4000
NONCE_BYTES = 12


def seal(key: bytes, kind: str, values: dict[str, list[Any]]) -> str:
    """``{name: [value, expiry in Unix seconds]}`` → the cookie's text. Values are what a server call may carry."""
    encoded = _server.fill_out_media({"cookie": values}, _refuse_media, remote_is_trusted=True)
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_cipher_key(key)).encrypt(nonce, orjson.dumps(encoded), kind.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def unseal(key: bytes, kind: str, text: str | None) -> dict[str, list[Any]]:
    """Undo :func:`seal`, without what has expired; an empty dict for text that is not ours."""
    try:
        sealed = base64.urlsafe_b64decode((text or "") + "=" * (-len(text or "") % 4))
        opened = AESGCM(_cipher_key(key)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], kind.encode())
    except (InvalidTag, ValueError):
        return {}
    now = time.time()
    values = _server._reconstruct_objects(orjson.loads(opened), None, remote_is_trusted=True)["cookie"]
    return {name: entry for name, entry in values.items() if entry[1] > now}


@private("get_cookie")
def get_cookie(call: Call, kind: str, name: str) -> Any:
    require_server(call, "read cookies")
    values = _values(call, kind)
    if name not in values:
        raise AnvilError("KeyError", name)
    return values[name][0]


@private("set_cookie")
def set_cookie(call: Call, kind: str, timeout_days: float, **values: Any) -> None:
    require_server(call, "set cookies")
    copied = send_arguments([], values).arrive()["kwargs"]
    added = {name: [value, time.time() + timeout_days * DAY_SECONDS] for name, value in copied.items()}
    _send(call, kind, _values(call, kind) | added)


@private("del_cookie")
def delete_cookie(call: Call, kind: str, name: str) -> None:
    """Forget one value; one that is not there is none the less forgotten."""
    require_server(call, "delete cookies")
    _send(call, kind, {other: entry for other, entry in _values(call, kind).items() if other != name})


@private("clear_cookie")
def clear_cookie(call: Call, kind: str) -> None:
    require_server(call, "clear cookies")
    _values(call, kind)
    _send(call, kind, {})


def _values(call: Call, kind: str) -> dict[str, list[Any]]:
    if kind not in COOKIES or call.origin not in ("browser", "http"):
        raise AnvilError(
            "anvil.server.CookieError", "This connection is not from a web browser - cannot access cookies."
        )
    return unseal(call.instance.signing_key, kind, call.cookies.get(COOKIES[kind]))


def _send(call: Call, kind: str, values: dict[str, list[Any]]) -> None:
    text = seal(call.instance.signing_key, kind, values)
    if len(text) > MAX_BYTES:
        raise AnvilError("anvil.server.CookieError", "Cookie too big")
    latest = max((entry[1] for entry in values.values()), default=0.0)
    call.set_cookie(COOKIES[kind], text, max(0, int(latest - time.time())))


def _refuse_media(_media: anvil.Media) -> None:
    raise misuse("Cannot store Media in cookies.")


def _cipher_key(key: bytes) -> bytes:
    return hashlib.sha256(b"cookies\0" + key).digest()
