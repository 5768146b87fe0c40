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


class Secrets:
    """The instance's secrets by name, and its encryption keys by name."""

    def __init__(self, values: Mapping[str, str], encryption_keys: Mapping[str, str]) -> None:
        self._values = dict(values)
        self._keys = {name: hashlib.sha256(key.encode()).digest() for name, key in encryption_keys.items()}

    def get(self, name: str) -> str:
        """The secret of that name. Raises ``anvil.secrets.SecretError`` when there is none."""
        try:
            return self._values[name]
        except KeyError:
            raise _secret_error(f"No such secret: {name!r}") from None

    def encrypt(self, key_name: str, text: str) -> str:
        """AES-256-GCM under the named key, as base64 with the nonce in front."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self._key(key_name)).encrypt(nonce, text.encode(), None)
        return base64.b64encode(nonce + sealed).decode()

    def decrypt(self, key_name: str, sealed_text: str) -> str:
        """Undo :meth:`encrypt`. Raises ``anvil.secrets.SecretError`` for text that this key did not make."""
        try:
            sealed = base64.b64decode(sealed_text, validate=True)
            return AESGCM(self._key(key_name)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None).decode()
        except (InvalidTag, ValueError):
            raise _secret_error("This is not an encrypted value of that key, or somebody has changed it.") from None

    def _key(self, name: str) -> bytes:
        try:
            return self._keys[name]
        except KeyError:
            raise _secret_error(f"No such encryption key: {name!r}") from None


def _secret_error(message: str) -> AnvilError:
    return AnvilError("anvil.secrets.SecretError", message)


def _require_server_module(call: Call) -> None:
    if call.caller not in ("server_module", "background_task"):
        raise AnvilError("anvil.server.PermissionDenied", "Secrets can be read only in server modules.")


@private("secrets.get_secret", trusted_only=True)
def get_secret(call: Call, secret_name: str) -> str:
    _require_server_module(call)
    return call.instance.secrets.get(secret_name)


@private("secrets.encrypt_with_key", trusted_only=True)
def encrypt_with_key(call: Call, key_name: str, value: str) -> str:
    _require_server_module(call)
    return call.instance.secrets.encrypt(key_name, value)


@private("secrets.decrypt_with_key", trusted_only=True)
def decrypt_with_key(call: Call, key_name: str, value: str) -> str:
    _require_server_module(call)
    return call.instance.secrets.decrypt(key_name, value)
