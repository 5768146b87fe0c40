"""When people may be written to, in their own time. Pure.

The default is South Africa's, for direct marketing (Consumer Protection Act 68 of 2008, regulation 293 of 2011, times
for contacting consumers): not on Sundays and public holidays, on Saturdays from 9 to 13, on other days from 8 to 20.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONDAY, SATURDAY = 0, 5
LOOK_AHEAD_DAYS = 31
_WORKDAY, _SATURDAY = ((time(8), time(20)),), ((time(9), time(13)),)

Spans = tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class SendingHours:
    """``spans`` maps a weekday (Monday is 0) to when it is open, ends not included; ``country`` names its holidays."""

    spans: Mapping[int, Spans] = field(
        default_factory=lambda: {**dict.fromkeys(range(MONDAY, SATURDAY), _WORKDAY), SATURDAY: _SATURDAY}
    )
    country: str | None = "ZA"

    def allowed_at(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """``moment`` (aware) when it is open then, else the next moment at which it is, in UTC."""
        local = moment.astimezone(zone)
        for day in _days_from(local.date()):
            for span in self._open(day):
                opens, closes = (_as_utc(day, at, zone) for at in span)
                if moment < closes:
                    return max(moment.astimezone(UTC), opens)
        raise ValueError(f"There is no hour for sending in the {LOOK_AHEAD_DAYS} days after {moment}")

    def _open(self, day: date) -> Spans:
        return () if is_holiday(day, self.country) else self.spans.get(day.weekday(), ())


def is_holiday(day: date, country: str | None) -> bool:
    """Whether ``day`` is a public holiday in the country (ISO 3166 alpha-2); unknown countries have none."""
    return country is not None and day in _holidays(country, day.year)


def zone_of(name: str | None, otherwise: ZoneInfo) -> ZoneInfo:
    """The time zone called ``name``, or ``otherwise`` when there is no such zone."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError):
        return otherwise


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays  # large, and asked once a year and country: here, not at every start

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def _days_from(first: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range(LOOK_AHEAD_DAYS))


def _as_utc(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
