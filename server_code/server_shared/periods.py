"""A span of whole days in the business's zone, beside the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .errors import Invalid

PERIODS = {"week": 7, "month": 30, "quarter": 90, "year": 365}
# Longer periods are shown by week.
DAYS_SHOWN = 31


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both in it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def step(self) -> int:
        """The days of each part that it is shown by: one, of longer periods a week."""
        return 1 if self.days <= DAYS_SHOWN else 7

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
