"""When a step of a sequence is due, by the clock of the person who gets it. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def due_at(since: datetime, days: int, hours: int, send_time: time | None, zone: ZoneInfo) -> datetime:
    """So much after ``since`` (aware), in UTC; with a ``send_time`` at that time of the clocks in ``zone``.

    Days are days of the calendar: nine o'clock stays nine o'clock when the clocks change. A step without days goes at
    the next ``send_time`` there is, one with days at that time of the day on which it is due.
    """
    later = (since.astimezone(zone) + timedelta(days=days)).astimezone(UTC) + timedelta(hours=hours)
    if send_time is None:
        return later
    day = later.astimezone(zone).date()
    wanted = datetime.combine(day, send_time, zone).astimezone(UTC)
    if days == 0 and wanted < later:
        wanted = datetime.combine(day + timedelta(days=1), send_time, zone).astimezone(UTC)
    return wanted
