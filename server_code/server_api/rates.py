"""How often a token may be used: counted by each process for itself, for a minute."""

from __future__ import annotations

import hashlib
import threading
import time

from ..server_shared.errors import MybizzError

USES_A_MINUTE = 120
WINDOW_SECONDS = 60.0


class TooMany(MybizzError):
    """Too many calls; ``retry_after_seconds`` says when the next will be answered."""

    code = "too_many"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"At most {USES_A_MINUTE} calls a minute. Please wait {retry_after_seconds} seconds.")
        self.retry_after_seconds = retry_after_seconds


_lock = threading.Lock()
# Hash of a token that holds → start of its window, uses in it. There are at most as many as there are tokens.
_windows: dict[str, tuple[float, int]] = {}


def count_use(token: str, now: float | None = None) -> None:
    """Count one use of a token that holds; ``now`` in seconds of any steady clock. Raises TooMany."""
    moment = time.monotonic() if now is None else now
    key = hashlib.sha256(token.encode()).hexdigest()
    with _lock:
        began, uses = _windows.get(key, (moment, 0))
        if moment - began >= WINDOW_SECONDS:
            began, uses = moment, 0
        if uses >= USES_A_MINUTE:
            raise TooMany(int(began + WINDOW_SECONDS - moment) + 1)
        _windows[key] = (began, uses + 1)
