"""How marketing did in a period, beside the period before: days summed up. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..server_shared.errors import Invalid
from .figure_rules import DAILY, nothing

PERIODS = {"week": 7, "month": 30, "quarter": 90, "year": 365}
# Longer periods are shown by week.
DAYS_SHOWN = 31
ONE_DAY = timedelta(1)
Days = Mapping[str, Mapping[str, list[int]]]


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both in it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """The period of as many days just before."""
        return Period(self.first - timedelta(self.days), self.first - timedelta(1))

    def start_of(self, number: int) -> date:
        """The day that is ``number`` days after the first."""
        return self.first + timedelta(number)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """When it begins, and when the first moment after it is, in UTC."""
        ends = self.last + timedelta(1)
        return datetime.combine(self.first, time(), zone).astimezone(UTC), datetime.combine(
            ends, time(), zone
        ).astimezone(UTC)


def period_of(name: str, today: date) -> Period:
    """The last week, month, quarter or year that ends today. Raises Invalid."""
    if name not in PERIODS:
        raise Invalid(f"A period is one of {', '.join(PERIODS)}.")
    return Period(today - timedelta(PERIODS[name] - 1), today)


def totals(days: Iterable[Days], period: Period) -> dict[str, dict[str, int]]:
    """Of each channel, what the days of campaigns within a period come to; and of all of them, as ``""``."""
    counts: dict[str, Counter[str]] = {"": Counter()}
    for campaign in days:
        for channel, by_day in campaign.items():
            for day, values in by_day.items():
                if period.holds(date.fromisoformat(day)):
                    found = dict(zip(DAILY, values, strict=False))  # older counts know fewer figures
                    counts.setdefault(channel, Counter()).update(found)
                    counts[""].update(found)
    return {channel: {**nothing(), **count} for channel, count in counts.items()}


def over_time(days: Iterable[Days], period: Period) -> list[dict[str, Any]]:
    """``start, sent, opened, clicked`` of each day of a period, or of each week of a long one."""
    step = 1 if period.days <= DAYS_SHOWN else 7
    starts = [period.start_of(n) for n in range(0, period.days, step)]
    points = [{"start": start, "sent": 0, "opened": 0, "clicked": 0} for start in starts]
    for campaign in days:
        for by_day in campaign.values():
            for day, values in by_day.items():
                moment = date.fromisoformat(day)
                if period.holds(moment):
                    found = dict(zip(DAILY, values, strict=False))
                    point = points[(moment - period.first).days // step]
                    for name in ("sent", "opened", "clicked"):
                        point[name] += found[name]
    return points


def change(now: float | None, before: float | None) -> float | None:
    """By what share a figure grew; None where there was nothing before."""
    return (now - before) / before if now is not None and before else None
