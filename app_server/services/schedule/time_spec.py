"""A schedule's ``time_spec`` → the next time it is due. Pure; all times are aware UTC."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

STEPS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
UNITS = (*STEPS, "month")
PLACES = ("minute", "hour", "day")
SUNDAY = 1


@dataclass(frozen=True, slots=True)
class TimeSpec:
    """Every ``n`` units, at that minute, hour and day; 1 is Sunday in a week and the first in a month.

    What is None stays as it was when the schedule was first planned, as Anvil has it; a month's day is the first.
    """

    every: str
    n: int = 1
    minute: int | None = None
    hour: int | None = None
    day: int | None = None


def parse_time_spec(spec: Mapping[str, Any]) -> TimeSpec:
    """``{"every": "day", "n": 1, "at": {"hour": 2}}`` → TimeSpec. Raises ValueError with a sentence."""
    every, n, at = spec.get("every"), spec.get("n") or 1, spec.get("at") or {}
    if every not in UNITS:
        raise ValueError(f"a schedule is every {', '.join(UNITS)}, not every {every!r}")
    given = {name: int(at[name]) for name in PLACES if at.get(name) is not None}
    last_day = 7 if every == "week" else 31
    in_range = given.get("minute", 0) in range(60) and given.get("hour", 0) in range(24)
    if int(n) < 1 or not in_range or given.get("day", 1) not in range(1, last_day + 1):
        raise ValueError(f"a schedule cannot be at {dict(at)!r} every {n} {every}")
    return TimeSpec(every, int(n), **given)


def next_run(spec: TimeSpec, now: datetime, last: datetime | None = None) -> datetime:
    """The first time after ``now``; every ``n`` units counted from ``last``, the time that was due before, if any."""
    if last is None:
        first = _placed(spec, now)
        return first if first > now else _later(spec, first, spec.n)
    due = _later(spec, last, spec.n * max(1, _units_between(spec, last, now) // spec.n))
    return due if due > now else _later(spec, due, spec.n)


def latest_run(spec: TimeSpec, now: datetime) -> datetime:
    """The time after which none can be due next, unless the clock was set back since it was planned.

    Two periods away: set back by less than one, a schedule waits rather than have a day's run twice.
    """
    return _later(spec, now, 2 * spec.n)


def missed_runs(spec: TimeSpec, due: datetime, now: datetime) -> int:
    """How many runs after the one at ``due`` were due up to ``now``: what a server that was down did not do."""
    count, moment = 0, _later(spec, due, spec.n)
    if spec.every in STEPS:
        return max(0, (now - due) // (STEPS[spec.every] * spec.n))
    while moment <= now:
        count, moment = count + 1, _later(spec, moment, spec.n)
    return count


def _placed(spec: TimeSpec, moment: datetime) -> datetime:
    """The time that a schedule means inside the minute, hour, day, week or month of ``moment``."""
    whole = moment.replace(second=0, microsecond=0)
    if spec.every == "minute":
        return whole
    whole = whole if spec.minute is None else whole.replace(minute=spec.minute)
    if spec.every == "hour":
        return whole
    whole = whole if spec.hour is None else whole.replace(hour=spec.hour)
    if spec.every == "week" and spec.day is not None:
        return whole + timedelta(days=spec.day - SUNDAY - whole.isoweekday() % 7)
    if spec.every == "month":
        return _on_day(whole.replace(day=1), spec.day or 1)
    return whole


def _later(spec: TimeSpec, moment: datetime, units: int) -> datetime:
    if spec.every in STEPS:
        return moment + STEPS[spec.every] * units
    years, month = divmod(moment.month - 1 + units, 12)
    return _on_day(moment.replace(year=moment.year + years, month=month + 1, day=1), spec.day or 1)


def _on_day(first_of_month: datetime, day: int) -> datetime:
    """That day of the month, or its last: the 31st of February is the 28th or 29th."""
    return first_of_month.replace(day=min(day, monthrange(first_of_month.year, first_of_month.month)[1]))


def _units_between(spec: TimeSpec, earlier: datetime, later: datetime) -> int:
    if spec.every in STEPS:
        return (later - earlier) // STEPS[spec.every]
    return (later.year - earlier.year) * 12 + later.month - earlier.month
