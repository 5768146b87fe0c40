"""Remembered log-ins: a random token in the browser's cookie, its hash and time in the user's row."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypedDict


class RememberedLogin(TypedDict):
    """One entry of the column ``remembered_logins``; the time is ISO 8601."""

    token_hash: str
    login_time: str


def new_token() -> str:
    """A token for a cookie, 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str, user_table: str) -> str:
    """What the row keeps of a token, so that a stolen table opens no session."""
    return hashlib.sha256(f"{token}#{user_table}".encode()).hexdigest()


def is_valid(login: RememberedLogin, days: int, now: datetime) -> bool:
    """Whether a remembered log-in has not expired; a time that cannot be read has."""
    try:
        since = datetime.fromisoformat(login["login_time"])
    except (KeyError, TypeError, ValueError):
        return False
    return now < since.replace(tzinfo=since.tzinfo or UTC) + timedelta(days=days)


def with_new_login(
    logins: Sequence[RememberedLogin] | None, hashed: str, days: int, now: datetime
) -> list[RememberedLogin]:
    """The column's next value: the new log-in first, then those that still hold."""
    fresh: RememberedLogin = {"token_hash": hashed, "login_time": now.isoformat()}
    return [fresh, *(login for login in logins or [] if is_valid(login, days, now))]


def find_login(
    logins: Sequence[RememberedLogin] | None, hashed: str, days: int, now: datetime
) -> RememberedLogin | None:
    """The log-in with this hash that still holds."""
    for login in logins or []:
        if login.get("token_hash") == hashed and is_valid(login, days, now):
            return login
    return None
