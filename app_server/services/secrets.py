"""``anvil.secrets``: secrets and encryption keys that the operator gave at start. Values are never logged."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..errors import AnvilError
from ..rpc.call import Call
from ..rpc.registry import private

NONCE_BYTES = 12
AES_KEY_BYTES = 16


class Secrets:
    """The instance's secrets by name, and its encryption keys by name."""

    def __init__(self, values: Mapping[str, str], encryption_keys: Mapping[str, str]) -> None:
        self._values = dict(values)
        self._keys = {name: aes_key(key) for name, key in encryption_keys.items()}

    def get(self, name: str) -> str:
        """The secret of that name. Raises ``anvil.secrets.SecretError`` when there is none."""
        try:
            return self._values[name]
        except KeyError:
            raise _secret_error(f"No such secret '{name}'") from None

    def encrypt(self, key_name: str, text: str) -> str:
        """AES-GCM under the named key, as base64 with the nonce in front: what the stock server writes and reads."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self._key(key_name)).encrypt(nonce, text.encode(), None)
        return base64.b64encode(nonce + sealed).decode()

    def decrypt(self, key_name: str, sealed_text: str) -> str:
        """Undo :meth:`encrypt`. Raises ``anvil.secrets.SecretError`` for text that this key did not make."""
        try:
            sealed = base64.b64decode(sealed_text, validate=True)
            return AESGCM(self._key(key_name)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None).decode()
        except (InvalidTag, ValueError):
            message = "This is not a valid encrypted value. It may have been tampered with."
            raise _secret_error(message) from None

    def _key(self, name: str) -> bytes:
        try:
            return self._keys[name]
        except KeyError:
            raise _secret_error(f"No such encryption key '{name}'") from None


def aes_key(text: str) -> bytes:
    """The key that the stock server makes of base64, 128 bits; a passphrase, which it refuses, gives 256 bits."""
    try:
        given = base64.b64decode(text, validate=True)
    except ValueError:
        given = b""
    return given[:AES_KEY_BYTES] if len(given) >= AES_KEY_BYTES else hashlib.sha256(text.encode()).digest()


def _secret_error(message: str) -> AnvilError:
    return AnvilError("anvil.secrets.SecretError", message)


def _require_server_module(call: Call) -> None:
    """Secrets stay on the server's own machine: code of browsers and of uplinks gets none."""
    if not call.trusted:
        raise _secret_error("Client code cannot access app secrets.")
    if call.caller == "uplink":
        raise _secret_error("Uplink code cannot access secrets for this app.")


@private("secrets.get_secret")
def get_secret(call: Call, secret_name: str) -> str:
    _require_server_module(call)
    return call.instance.secrets.get(secret_name)


@private("secrets.encrypt_with_key")
def encrypt_with_key(call: Call, key_name: str, value: str) -> str:
    _require_server_module(call)
    return call.instance.secrets.encrypt(key_name, value)


@private("secrets.decrypt_with_key")
def decrypt_with_key(call: Call, key_name: str, value: str) -> str:
    _require_server_module(call)
    return call.instance.secrets.decrypt(key_name, value)
