"""The zones in which datetimes were written: PostgreSQL keeps instants, Anvil gives back what was given.

A table's column ``_zones`` holds, per id of a datetime column, the seconds east of UTC; datetimes in UTC are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import anvil.tz

from .catalogue import ZONES, Column

COLUMN = Column(0, ZONES, "simpleObject")

UTC = anvil.tz.tzoffset(seconds=0)


def zones_of(columns: Mapping[str, Column], values: Mapping[str, Any]) -> dict[str, int | None]:
    """The zone of each datetime column among a row's values, None for UTC and for an empty one."""
    return {
        str(columns[name].id): _seconds_east(value)
        for name, value in values.items()
        if columns[name].type == "datetime"
    }


def stored(given: str) -> str:
    """SQL for the zones of a new row."""
    return f"NULLIF(jsonb_strip_nulls(({given})::jsonb), '{{}}')"


def merged(given: str) -> str:
    """SQL for what an update makes of the zones: those of the columns that it writes are replaced or removed."""
    return stored(f"coalesce({COLUMN.sql}, '{{}}') || {given}::jsonb")


def _seconds_east(value: datetime | None) -> int | None:
    offset = value.utcoffset() if value is not None else None
    return int(offset.total_seconds()) if offset else None


def in_zone(value: datetime, seconds: int | None) -> datetime:
    """A datetime in UTC as it was written."""
    if not seconds:
        return value.replace(tzinfo=UTC)
    return (value + timedelta(seconds=seconds)).replace(tzinfo=anvil.tz.tzoffset(seconds=seconds))
