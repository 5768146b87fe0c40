"""Encrypting what must be stored and read again: keys of other services, tokens of payment methods.

Fernet (https://github.com/fernet/spec) under the secret ``encryption_key``. To change the key, put the old one into the
secret ``encryption_keys_old`` (several separated by spaces): what it encrypted stays readable.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

import anvil.secrets
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from .errors import Invalid

KEY = "encryption_key"
OLD_KEYS = "encryption_keys_old"


def get_encryption_key() -> str:
    """The key that new things are encrypted with. Raises Invalid when the operator has set none."""
    try:
        key = anvil.secrets.get_secret(KEY)
    except anvil.secrets.SecretError as error:
        raise Invalid(f"The secret “{KEY}” is not set. The operator of this server can set it.") from error
    return str(key)


def keyed_hashes(purpose: str, text: str) -> list[str]:
    """Hashes of ``text`` that nobody can make without a key: under the present one first, then under the old ones.

    HMAC-SHA256; ``purpose`` keeps the hashes of one use from being those of another. Raises Invalid without a key.
    """
    return keyed_hashes_of(purpose, [text])[text]


def keyed_hash(purpose: str, text: str) -> str:
    """The first of them alone, for what is made anew. Raises Invalid without a key."""
    return _hash(get_encryption_key(), purpose, text)


def keyed_hashes_of(purpose: str, texts: Iterable[str]) -> dict[str, list[str]]:
    """The same of many texts."""
    keys = _key_texts()
    return {text: [_hash(key, purpose, text) for key in keys] for text in texts}


def encrypt(text: str) -> str:
    """``text`` as a Fernet token. Raises Invalid without a key."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text behind ``token``. Raises Invalid when no key fits, or the token was tampered with."""
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Invalid("This was encrypted with a key that is no longer known.") from error


def renewed(token: str) -> str:
    """The same text under the present key. Raises Invalid as ``decrypt`` does."""
    try:
        return _keys().rotate(token.encode()).decode()
    except InvalidToken as error:
        raise Invalid("This was encrypted with a key that is no longer known.") from error


def is_current(token: str) -> bool:
    """Whether ``token`` is under the present key. Raises Invalid without a key."""
    try:
        _fernets()[0].decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def old_key_count() -> int:
    """How many old keys are known. Raises Invalid without a key."""
    return len(_key_texts()) - 1


def _hash(key: str, purpose: str, text: str) -> str:
    return hmac.digest(key.encode(), f"{purpose}\n{text}".encode(), "sha256").hex()


def _key_texts() -> list[str]:
    try:
        old = str(anvil.secrets.get_secret(OLD_KEYS)).split()
    except anvil.secrets.SecretError:
        old = []
    return [get_encryption_key(), *old]


def _keys() -> MultiFernet:
    return MultiFernet(_fernets())


def _fernets() -> list[Fernet]:
    try:
        return [Fernet(key) for key in _key_texts()]
    except ValueError as error:
        raise Invalid(f"The secret “{KEY}” is not a Fernet key: 32 bytes in URL-safe base64.") from error
