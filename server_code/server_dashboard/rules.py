"""The weeks and months that a chart is made of. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ..server_shared.errors import Invalid

# How many of each a chart shows, the present one last.
PERIODS = {"weeks": 12, "months": 12}


def beginnings(period: str, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """When each week (Monday) or month of a chart begins on the clocks of the business, and when the last ends, in UTC.

    Raises Invalid for an unknown period.
    """
    if period not in PERIODS:
        raise Invalid(f"Charts show {' or '.join(PERIODS)}.")
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    numbers = range(1 - PERIODS[period], 2)
    if period == "weeks":
        monday = midnight - timedelta(days=midnight.weekday())
        starts = [monday + timedelta(weeks=number) for number in numbers]
    else:
        months = [midnight.year * 12 + midnight.month - 1 + number for number in numbers]
        starts = [midnight.replace(year=month // 12, month=month % 12 + 1, day=1) for month in months]
    return [start.replace(tzinfo=zone).astimezone(UTC) for start in starts]
