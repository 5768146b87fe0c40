"""Which message brought about which sale: that of the last click of a person before it, if it is not too old. Pure.

A refund counts against the message that its person's last sale counted for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A sale (``amount_minor`` above zero) or refund of one person."""

    key: Hashable
    at: datetime
    amount_minor: int


def attribute(entries: Iterable[Entry], clicks: Sequence[tuple[datetime, Any]], window: timedelta) -> dict[Any, Any]:
    """Of each entry of one person, by its key, what its click belongs to; None for what no click brought about.

    ``clicks`` are moments and what they belong to, in order of time.
    """
    moments = [moment for moment, _ in clicks]
    found: dict[Any, Any] = {}
    last_sale: Any = None
    for entry in sorted(entries, key=lambda each: each.at):
        if entry.amount_minor > 0:
            place = bisect_right(moments, entry.at) - 1
            is_recent = place >= 0 and entry.at - moments[place] <= window
            last_sale = clicks[place][1] if is_recent else None
        found[entry.key] = last_sale
    return found
