"""Two versions of a mail tried on a few, the better one sent to the rest: who tries which, and which is better. Pure.

The share is that of both versions together: of 1,000 people at 20 %, 100 try A and 100 try B.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..server_shared.validators import validate_choice, validate_whole

A, B = "", "B"
WHAT = ("subject", "sender", "content")
BY = ("clicks", "opens", "orders")
USUAL: Mapping[str, Any] = {"is_on": False, "what": "subject", "percent": 20, "wait_hours": 4, "by": "clicks"}
# Fewer receivers or reactions than these tell nothing.
LEAST_EACH, LEAST_HITS = 10, 3
# One-sided 5 %: above it, the difference is hardly chance.
SURE = 1.645
# When a test that never gets through ends all the same.
GIVEN_UP = timedelta(days=7)


def clean_test(raw: Any) -> dict[str, Any]:
    """``is_on, what, percent, wait_hours, by`` of a test as they are stored. Raises Invalid."""
    given = {**USUAL, **(raw if isinstance(raw, Mapping) else {})}
    return {
        "is_on": given["is_on"] is True,
        "what": validate_choice(given["what"], WHAT, "what"),
        "percent": validate_whole(given["percent"], "percent", 2, 100),
        "wait_hours": validate_whole(given["wait_hours"], "wait_hours", 1, 168),
        "by": validate_choice(given["by"], BY, "by"),
    }


def split(cause: str, numbers: Sequence[int], percent: int) -> dict[int, str]:
    """The variant of those who try one, by number: chosen by lot, and the same at every asking.

    Whoever is not in it waits for the winner. Both versions have as many; of fewer than two people nobody tries.
    """
    each = len(numbers) * percent // 200
    drawn = sorted(numbers, key=lambda number: hashlib.sha256(f"{cause}|{number}".encode()).digest())
    return {number: (A, B)[place % 2] for place, number in enumerate(drawn[: 2 * each])}


@dataclass(frozen=True, slots=True)
class Tally:
    """Of ``went`` receivers, ``hits`` did what counts."""

    went: int
    hits: int

    @property
    def rate(self) -> float:
        return self.hits / self.went if self.went else 0.0


def decide(a: Tally, b: Tally, by: str) -> tuple[str, str]:
    """The variant for the rest, and why, in words. A goes on where nothing can be told."""
    told = f"{_told('A', a, by)}, {_told('B', b, by)}."
    if min(a.went, b.went) < LEAST_EACH or a.hits + b.hits < LEAST_HITS:
        return A, f"{told} Too few to tell them apart, so A went to the rest."
    if math.isclose(a.rate, b.rate):
        return A, f"{told} Both did alike, so A went to the rest."
    winner, name = (A, "A") if a.rate > b.rate else (B, "B")
    sure = "" if _is_sure(a, b) else " The difference may be chance."
    return winner, f"{told} {name} went to the rest.{sure}"


def decides_at(started: datetime, last_sent: datetime | None, wait_hours: int) -> datetime:
    """When a test ends whose last mail has gone."""
    return (last_sent or started) + timedelta(hours=wait_hours)


def _told(name: str, tally: Tally, by: str) -> str:
    what = {"clicks": "clicked in {}", "opens": "opened {}", "orders": "bought after {}"}[by]
    return f"{tally.hits:,} of {tally.went:,} {what.format(name)}"


def _is_sure(a: Tally, b: Tally) -> bool:
    """Whether two shares differ by more than chance (two-proportion z-test)."""
    pooled = (a.hits + b.hits) / (a.went + b.went)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / a.went + 1 / b.went))
    return spread > 0 and abs(a.rate - b.rate) / spread >= SURE
