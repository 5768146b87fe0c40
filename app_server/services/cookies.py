"""``anvil.server.cookies``: values that server code keeps in the visitor's browser, sealed against reading there."""

from __future__ import annotations

import base64
import hashlib
import os
import time
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..errors import AnvilError
from ..rpc.call import Call
from ..rpc.registry import private

COOKIES = {"local": "anvil-local", "shared": "anvil-shared"}
DAY_SECONDS = 86400
# Browsers keep at least 4,096 bytes of a cookie with its name and attributes.
MAX_BYTES = 3800
NONCE_BYTES = 12


def seal(key: bytes, kind: str, values: dict[str, list[Any]]) -> str:
    """``{name: [value, expiry in Unix seconds]}`` → the cookie's text."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_cipher_key(key)).encrypt(nonce, orjson.dumps(values), kind.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def unseal(key: bytes, kind: str, text: str | None) -> dict[str, list[Any]]:
    """Undo :func:`seal`, without what has expired; an empty dict for text that is not ours."""
    try:
        sealed = base64.urlsafe_b64decode((text or "") + "=" * (-len(text or "") % 4))
        opened = AESGCM(_cipher_key(key)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], kind.encode())
    except (InvalidTag, ValueError):
        return {}
    now = time.time()
    return {name: entry for name, entry in orjson.loads(opened).items() if entry[1] > now}


@private("get_cookie", trusted_only=True)
def get_cookie(call: Call, kind: str, name: str) -> Any:
    values = _values(call, kind)
    if name not in values:
        raise KeyError(name)
    return values[name][0]


@private("set_cookie", trusted_only=True)
def set_cookie(call: Call, kind: str, timeout_days: float, **values: Any) -> None:
    expiry = time.time() + timeout_days * DAY_SECONDS
    _send(call, kind, _values(call, kind) | {name: [value, expiry] for name, value in values.items()})


@private("del_cookie", trusted_only=True)
def delete_cookie(call: Call, kind: str, name: str) -> None:
    values = _values(call, kind)
    if name not in values:
        raise KeyError(name)
    _send(call, kind, {other: entry for other, entry in values.items() if other != name})


@private("clear_cookie", trusted_only=True)
def clear_cookie(call: Call, kind: str) -> None:
    _values(call, kind)
    _send(call, kind, {})


def _values(call: Call, kind: str) -> dict[str, list[Any]]:
    if kind not in COOKIES:
        raise AnvilError("anvil.server.CookieError", f"There is no cookie called {kind!r}.")
    if call.origin not in ("browser", "http"):
        raise AnvilError("anvil.server.CookieError", "Cookies are there only while a browser's request is answered.")
    return unseal(call.instance.signing_key, kind, call.cookies.get(COOKIES[kind]))


def _send(call: Call, kind: str, values: dict[str, list[Any]]) -> None:
    try:
        text = seal(call.instance.signing_key, kind, values)
    except TypeError as error:
        raise AnvilError("anvil.server.CookieError", f"A cookie keeps only JSON values: {error}") from error
    if len(text) > MAX_BYTES:
        raise AnvilError("anvil.server.CookieError", "These values are too large for a cookie.")
    latest = max((entry[1] for entry in values.values()), default=0.0)
    call.set_cookie(COOKIES[kind], text, max(0, int(latest - time.time())))


def _cipher_key(key: bytes) -> bytes:
    return hashlib.sha256(b"cookies\0" + key).digest()
