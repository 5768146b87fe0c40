"""The browser's cookies that belong to accounts: a remembered log-in, a remembered second factor, the last address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.fernet import InvalidToken

from .tokens import box_for

if TYPE_CHECKING:
    from ...rpc.call import Call

REMEMBER_ME = "anvil-remember-me"
SECOND_FACTOR = "anvil-second-factor"
LAST_EMAIL = "anvil-last-email"
LAST_EMAIL_DAYS = 30
DAY_SECONDS = 86400


def are_kept(call: Call) -> bool:
    """Whether there is a browser at the other end; uplinks and tasks have no cookies."""
    return call.origin in ("browser", "http")


def read(call: Call, name: str, days: int) -> str | None:
    """What this server sealed into the cookie at most so many days ago, or None."""
    sealed = call.cookies.get(name)
    if not sealed:
        return None
    try:
        return box_for(call.instance.signing_key, name).decrypt(sealed, ttl=days * DAY_SECONDS).decode()
    except (InvalidToken, UnicodeEncodeError):
        return None


def write(call: Call, name: str, value: str, days: int) -> None:
    """Seal a value into a cookie that no script can read; a call that is no browser's has no cookies."""
    if not are_kept(call):
        return
    sealed = box_for(call.instance.signing_key, name).encrypt(value.encode()).decode()
    call.set_cookie(name, sealed, days * DAY_SECONDS)


def delete(call: Call, name: str) -> None:
    """Have the browser forget a cookie, whether it sent it or got it in this call."""
    if name in call.cookies:
        call.set_cookie(name, "", 0)
