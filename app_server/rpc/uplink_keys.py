"""Which privilege an uplink's key gives, and a brake for those who guess."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..settings import Settings

Privilege = Literal["uplink", "client_uplink"]

OLDEST_PROTOCOL = 5
CURRENT_PROTOCOL = 7
FREE_GUESSES = 10
FIRST_WAIT_SECONDS = 60
LONGEST_WAIT_SECONDS = 600
REMEMBERED_ADDRESSES = 10_000

# What anvil-uplink shows to whoever runs it, in the words of Anvil's own server (executors/uplink.clj).
INCORRECT_KEY = "Incorrect uplink key"
OUTDATED = (
    "You are using an outdated version of the uplink library. "
    "Please use 'pip install --upgrade anvil-uplink' to get a new one."
)
DEPRECATED = (
    "You are using a deprecated version of the Anvil Uplink. "
    "Upgrade for bug-fixes and new features by typing 'pip install --upgrade anvil-uplink'"
)
TOO_MANY = "Too many wrong uplink keys; try again later."


@dataclass(slots=True)
class _Guesses:
    count: int = 0
    refused_until: float = 0


@dataclass(slots=True)
class Brake:
    """Refuses an address after ten wrong keys: for a minute, and twice as long after each further one."""

    _guesses: dict[str, _Guesses] = field(default_factory=dict)

    def refuses(self, address: str, now: float) -> bool:
        """Whether nothing from that address is looked at now."""
        guesses = self._guesses.get(address)
        return guesses is not None and now < guesses.refused_until

    def wrong(self, address: str, now: float) -> None:
        """Count a wrong key."""
        if len(self._guesses) >= REMEMBERED_ADDRESSES:
            self._guesses.pop(next(iter(self._guesses)))
        guesses = self._guesses.setdefault(address, _Guesses())
        guesses.count += 1
        if guesses.count >= FREE_GUESSES:
            wait = FIRST_WAIT_SECONDS * 2 ** min(guesses.count - FREE_GUESSES, 10)
            guesses.refused_until = now + min(wait, LONGEST_WAIT_SECONDS)

    def right(self, address: str) -> None:
        """Forget what the address did before it had the right key."""
        self._guesses.pop(address, None)


brake = Brake()


def judge(greeting: Mapping[str, Any], settings: Settings, address: str) -> tuple[str, Privilege | None]:
    """``("", privilege)`` of an uplink's first message, or why it is refused and None."""
    now = time.monotonic()
    if brake.refuses(address, now):
        return TOO_MANY, None
    version, key = greeting.get("v"), greeting.get("key")
    if not isinstance(version, (int, float)) or version < OLDEST_PROTOCOL:
        return OUTDATED, None
    privilege = _privilege_of(key, settings)
    if privilege is None:
        brake.wrong(address, now)
        return INCORRECT_KEY, None
    brake.right(address)
    return "", privilege


def _privilege_of(key: Any, settings: Settings) -> Privilege | None:
    if _is_key(key, settings.uplink_key):
        return "uplink"
    return "client_uplink" if _is_key(key, settings.client_uplink_key) else None


def _is_key(given: Any, right: str | None) -> bool:
    if not isinstance(given, str) or not right:
        return False
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), right.encode())
