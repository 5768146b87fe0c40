"""How often a token may be used: so many times in any minute, counted by each process for itself."""

from __future__ import annotations

import hashlib
import math
import threading
import time
from collections import deque

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
# Hash of a token that holds → when it was used within the last minute. There are at most as many as there are tokens.
_uses: dict[str, deque[float]] = {}


def count_use(token: str, now: float | None = None) -> None:
    """Count one use of a token that holds; ``now`` in seconds of any steady clock. Raises TooMany."""
    moment = time.monotonic() if now is None else now
    key = hashlib.sha256(token.encode()).hexdigest()
    with _lock:
        uses = _uses.setdefault(key, deque())
        while uses and moment - uses[0] >= WINDOW_SECONDS:
            uses.popleft()
        if len(uses) >= USES_A_MINUTE:
            raise TooMany(math.ceil(uses[0] + WINDOW_SECONDS - moment))
        uses.append(moment)
