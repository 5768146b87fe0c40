"""Passwords: which are acceptable, how they are kept, and how one is compared in a time that tells nothing."""

from __future__ import annotations

import base64
import hashlib
import logging
from functools import lru_cache

import bcrypt

from ...errors import AnvilError

# The stock server speaks of 8 characters and takes 7.
SHORTEST, SAID_SHORTEST = 7, 8
BCRYPT_BYTES = 72
LEAKED_PASSWORDS_URL = "https://api.pwnedpasswords.com/range/"
LEAK_CHECK_SECONDS = 2

log = logging.getLogger(__name__)


def hash_password(password: str, cost: int) -> str:
    """A bcrypt hash of 2**cost rounds, ``$2a$…``: the one kind that the stock server's library reads."""
    return bcrypt.hashpw(_secret(password), bcrypt.gensalt(cost, prefix=b"2a")).decode()


def password_matches(password: str | None, password_hash: str | None, cost: int) -> bool:
    """Whether a password belongs to a hash; as slow when there is no hash, so that nobody learns who has an account."""
    given = password if isinstance(password, str) else None  # a caller may send anything
    try:
        matches = bcrypt.checkpw(_secret(given or ""), (password_hash or _hash_of_nobody(cost)).encode())
    except ValueError:  # not a bcrypt hash
        return False
    return matches and bool(password_hash) and given is not None


def require_acceptable(password: str | None, secure: bool) -> None:
    """Raise ``anvil.users.PasswordNotAcceptable`` for a password that is too short or known from a leak."""
    given = password if isinstance(password, str) else ""  # a caller may send anything
    if secure and len(given) < SHORTEST:
        raise AnvilError("anvil.users.PasswordNotAcceptable", f"Passwords must be {SAID_SHORTEST} characters or more")
    if not given:
        raise AnvilError("anvil.users.PasswordNotAcceptable", "Please choose a password")
    if secure and is_leaked(given):
        raise AnvilError(
            "anvil.users.PasswordNotAcceptable",
            "This password is not safe to use: It has previously been leaked and posted on the internet.",
        )


def is_leaked(password: str) -> bool:
    """Whether the public list of stolen passwords has it; only 5 digits of its hash leave this machine.

    A list that cannot be reached counts as "no": nobody is kept out because another service is down.
    """
    import requests  # large, and few days need it: here, not at every start

    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        answer = requests.get(LEAKED_PASSWORDS_URL + digest[:5], timeout=LEAK_CHECK_SECONDS)
        answer.raise_for_status()
    except requests.RequestException as error:
        log.warning("The list of stolen passwords cannot be asked: %s", type(error).__name__)
        return False
    return any(line.partition(":")[0] == digest[5:] for line in answer.text.splitlines())


def _secret(password: str) -> bytes:
    """bcrypt reads 72 bytes and stops at a zero byte; what it would not read whole is hashed first."""
    secret = password.encode()
    if len(secret) > BCRYPT_BYTES or b"\0" in secret:
        return base64.b64encode(hashlib.sha256(secret).digest())
    return secret


@lru_cache(maxsize=4)
def _hash_of_nobody(cost: int) -> str:
    return hash_password("nobody", cost)
