"""How fast a stream may send: a token bucket kept as one moment. Pure.

The generic cell rate algorithm (ITU-T I.371): instead of counting tokens, it remembers when the next message would
be due if all were sent evenly. That moment is one value to store and share between workers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
BURST_SECONDS = 1.0
CLOCKS_DIFFER = timedelta(minutes=1)  # of two machines that send


@dataclass(frozen=True, slots=True)
class Pace:
    """``per_hour`` messages, evenly; a quick stream may send what a second holds at once."""

    per_hour: int

    @property
    def interval(self) -> timedelta:
        """Between two messages of a stream that sends evenly."""
        return HOUR / self.per_hour

    @property
    def burst(self) -> int:
        """How many may go at the same moment: one, or a second's worth."""
        return max(1, int(BURST_SECONDS * self.per_hour / HOUR.total_seconds()))

    def take(self, next_at: datetime | None, now: datetime, wanted: int) -> tuple[int, datetime]:
        """How many of ``wanted`` may go at ``now``, and the next moment to remember."""
        due = self._due(next_at, now)
        ahead = now + self.interval * self.burst - due
        granted = max(0, min(wanted, ahead // self.interval))
        return granted, due + self.interval * granted

    def free_at(self, next_at: datetime | None, now: datetime) -> datetime:
        """When the next message may go."""
        due = self._due(next_at, now)
        return max(now, due - self.interval * (self.burst - 1))

    def _due(self, next_at: datetime | None, now: datetime) -> datetime:
        """The moment remembered, unless it lies so far ahead that the clock must have been put back since."""
        if next_at is None or next_at > now + self.interval * self.burst + CLOCKS_DIFFER:
            return now
        return max(next_at, now)

    def finish(self, next_at: datetime | None, now: datetime, count: int) -> datetime:
        """When the last of ``count`` messages will have gone, if nothing else is sent."""
        return self.free_at(next_at, now) + self.interval * max(0, count - 1)


WARM_UP = (50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800)


def day_limit(days_sending: int | None) -> int | None:
    """How many a new domain may send on its n-th day (0 is the first); None when it is warm or needs no warming."""
    if days_sending is None or days_sending >= len(WARM_UP):
        return None
    return WARM_UP[days_sending]
