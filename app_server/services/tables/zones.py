"""The zones in which datetimes were written: PostgreSQL keeps instants, Anvil gives back what was given.

A table's column ``_zones`` holds, per id of a datetime column, the seconds east of UTC; datetimes in UTC are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

import anvil.tz

from .catalogue import ZONES, Column

COLUMN = Column(0, ZONES, "simpleObject")

UTC = anvil.tz.tzoffset(seconds=0)


def texts_of(written: Mapping[Column, Sequence[datetime | None]]) -> list[str]:
    """What is written for each row, of datetime columns with the rows' values: null for UTC and for an empty one."""
    ids = [str(column.id) for column in written]
    text = cache(lambda seconds: json.dumps(dict(zip(ids, seconds, strict=True))))
    return [text(seconds) for seconds in zip(*(map(_seconds_east, values) for values in written.values()), strict=True)]


def has_any(written: Mapping[Column, Sequence[datetime | None]]) -> bool:
    """Whether any of the datetimes is in another zone than UTC."""
    return any(map(_seconds_east, (value for values in written.values() for value in values)))


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
