"""Which connected uplinks answer which function names, here and at the instance's other processes."""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from .call import Call
from .executor import is_pattern


class Uplink(Protocol):
    """A connection that can be asked to run a function, by an id that no other has."""

    @property
    def id(self) -> str: ...

    def call(self, call: Call, name: str, args: Any, kwargs: Any) -> Any: ...


class Uplinks:
    """Names (patterns, as Anvil's endpoints are) → connections, taken in turn.

    ``tell`` is told of every change of those of this process: ``tell(uplink, name)``, and name None when it is gone.
    """

    def __init__(self) -> None:
        self.tell: Callable[[Uplink, str | None], None] = lambda _uplink, _name: None
        self._here: dict[str, list[Uplink]] = {}
        self._elsewhere: Mapping[str, Sequence[Uplink]] = {}
        self._known: dict[str, list[Uplink]] = {}
        self._turns: dict[str, itertools.count[int]] = {}
        self._lock = threading.Lock()

    def register(self, name: str, uplink: Uplink) -> None:
        """Have ``uplink`` of this process answer ``name``. Raises re.error for a name that is not a valid pattern."""
        re.compile(name)
        with self._lock:
            uplinks = self._here.setdefault(name, [])
            if uplink in uplinks:
                return
            uplinks.append(uplink)
            self._join()
        self.tell(uplink, name)

    def forget(self, uplink: Uplink) -> None:
        """Take a closed connection out."""
        with self._lock:
            self._here = {
                name: [other for other in uplinks if other is not uplink] for name, uplinks in self._here.items()
            }
            self._join()
        self.tell(uplink, None)

    def here(self) -> list[tuple[str, Uplink]]:
        """Every name with an uplink of this process that answers it."""
        with self._lock:
            return [(name, uplink) for name, uplinks in self._here.items() for uplink in uplinks]

    def know_elsewhere(self, uplinks: Mapping[str, Sequence[Uplink]]) -> None:
        """Take over what the uplinks of the other processes answer just now."""
        with self._lock:
            self._elsewhere = uplinks
            self._join()

    def find(self, name: str) -> Uplink | None:
        """The next connection for that name, or None."""
        if not self._known:
            return None
        with self._lock:
            pattern = self._pattern_for(name)
            if pattern is None:
                return None
            uplinks = self._known[pattern]
            return uplinks[next(self._turns[pattern]) % len(uplinks)] if uplinks else None

    def was_registered(self, name: str) -> bool:
        """Whether some uplink, since gone, once answered that name."""
        with self._lock:
            return self._pattern_for(name) is not None

    def _join(self) -> None:
        """Names stay known when their last uplink has gone."""
        names = self._known.keys() | self._here.keys() | self._elsewhere.keys()
        self._known = {name: [*self._here.get(name, ()), *self._elsewhere.get(name, ())] for name in names}
        for name in names:
            self._turns.setdefault(name, itertools.count())

    def _pattern_for(self, name: str) -> str | None:
        if name in self._known:
            return name
        return next((known for known in self._known if is_pattern(known) and re.fullmatch(known, name)), None)
