"""Which connected uplinks answer which function names."""

from __future__ import annotations

import itertools
import re
import threading
from typing import Any, Protocol

from .call import Call


class Uplink(Protocol):
    """A connection that can be asked to run a function."""

    def call(self, call: Call, name: str, args: Any, kwargs: Any) -> Any: ...


class Uplinks:
    """Names (patterns, as Anvil's endpoints are) → connections, taken in turn."""

    def __init__(self) -> None:
        self._registered: dict[str, list[Uplink]] = {}
        self._turns: dict[str, itertools.count[int]] = {}
        self._lock = threading.Lock()

    def register(self, name: str, uplink: Uplink) -> None:
        """Have ``uplink`` answer ``name``. Raises re.error for a name that is not a valid pattern."""
        re.compile(name)
        with self._lock:
            uplinks = self._registered.setdefault(name, [])
            if uplink not in uplinks:
                uplinks.append(uplink)
            self._turns.setdefault(name, itertools.count())

    def forget(self, uplink: Uplink) -> None:
        """Take a closed connection out."""
        with self._lock:
            for name in list(self._registered):
                self._registered[name] = [other for other in self._registered[name] if other is not uplink]

    def find(self, name: str) -> Uplink | None:
        """The next connection for that name, or None."""

        if not self._registered:
            return None
        with self._lock:
            pattern = self._pattern_for(name)
            if pattern is None:
                return None
            uplinks = self._registered[pattern]
            return uplinks[next(self._turns[pattern]) % len(uplinks)] if uplinks else None

    def was_registered(self, name: str) -> bool:
        """Whether some uplink, since gone, once answered that name."""
        with self._lock:
            return self._pattern_for(name) is not None

    def _pattern_for(self, name: str) -> str | None:
        if name in self._registered:
            return name
        if ":/" not in name:
            return None
        return next((pattern for pattern in self._registered if re.fullmatch(pattern, name)), None)
