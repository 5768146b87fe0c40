"""The secrets that name sessions, and the signed cookies that carry them."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass

COOKIE = "anvil-session"
# How long a cookie that was given ahead may still begin the session that it names.
PROMISE_SECONDS = 3600
# A time and 43 letters; the tokens of other sessions have no more than those.
_PROMISE = re.compile(r"(\d{10,12})-.{43}")


@dataclass(frozen=True, slots=True)
class Cookies:
    """Makes the ``Set-Cookie`` values of tokens, signed with ``key``, and reads the cookies that come back."""

    key: bytes
    days: int

    def line(self, token: str, *, secure: bool) -> str:
        flags = "; Secure" if secure else ""
        value = f"{token}.{self._sign(token)}"
        return f"{COOKIE}={value}; Path=/; Max-Age={self.days * 86400}; HttpOnly; SameSite=Lax{flags}"

    def token_of(self, cookie: str | None) -> str | None:
        """The token that a cookie's value carries; None when it is absent or forged."""
        token, _, signature = (cookie or "").partition(".")
        return token if token and hmac.compare_digest(signature.encode(), self._sign(token).encode()) else None

    def _sign(self, token: str) -> str:
        return hmac.new(self.key, b"session-cookie\0" + token.encode(), hashlib.sha256).hexdigest()[:32]


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_promise() -> str:
    """A token for a session that is not stored yet."""
    return f"{int(time.time())}-{new_token()}"


def is_promise(token: str) -> bool:
    """Whether a token whose signature is good was given ahead, and not too long ago."""
    given = _PROMISE.fullmatch(token)
    return given is not None and abs(time.time() - int(given[1])) <= PROMISE_SECONDS


def promised_id(token: str) -> str:
    """The id of a promised session: it follows from the token, so that calls at the same time begin the same one."""
    return hashlib.sha256(b"id\0" + token.encode()).hexdigest()[:32]


def hash_of(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()
