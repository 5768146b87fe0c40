"""The time, always aware and always UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    return datetime.now(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The midnight that ends ``day`` where ``zone`` is."""
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)
