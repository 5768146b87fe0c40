"""``Table.add_rows`` in this process: the library's own, which for each row goes through all columns of the table.

What it gives back is the same, linked rows, media and zones included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import anvil.server
import anvil.tz
from anvil.tables.v2 import _row, _table
from anvil.tables.v2._constants import DATETIME, MEDIA, MULTIPLE, SINGLE, UNCACHED
from anvil.tables.v2._refs import to_ref

# What holds no rows and needs no copy.
_PLAIN = frozenset({str, int, float, bool, datetime, type(None)})
# Columns of which a row knows what it was given.
_AS_GIVEN = frozenset({"string", "number", "bool", "date"})


def install(_instance: Any) -> None:
    """Put ours in the place of the library's."""
    _table.Table.add_rows = add_rows


def add_rows(self: Any, rows: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The rows added, in order, knowing what was given."""
    given = [dict(row) for row in rows]
    refs = [{name: value if type(value) in _PLAIN else to_ref(value) for name, value in row.items()} for row in given]
    made, spec = anvil.server.call(f"{_table.PREFIX}add_rows", self._cap, refs)
    empty, all_cached = {column["name"]: None for column in spec["cols"]}, [1] * len(spec["cols"])
    others = [column for column in spec["cols"] if column["type"] not in _AS_GIVEN]
    added = []
    for (row_id, capability), values in zip(made, given, strict=True):
        row = self.Row._anvil_create(self._view_key, self._id, str(row_id), spec, capability)
        inner = row._anvil
        inner.cache |= empty | values
        inner.cache |= {each["name"]: _known(each, values[each["name"]]) for each in others if each["name"] in values}
        inner.dirty_spec = not values.keys() <= empty.keys()
        inner.cache_spec, inner.has_uncached = all_cached, False
        if UNCACHED in inner.cache.values():
            row._anvil_check_has_cached()
        added.append(row)
    return added


def _known(column: Mapping[str, Any], value: Any) -> Any:
    """What a row knows of a value it was added with; of media, and of rows in another view, it asks when needed."""
    kind = column["type"]
    if value is None or value is UNCACHED:
        return value
    if kind == DATETIME:
        return value.replace(tzinfo=_zone(_seconds_east(value)))
    if kind == MEDIA:
        return UNCACHED
    if kind in (SINGLE, MULTIPLE):
        links = [value] if kind == SINGLE else value
        return UNCACHED if any(row._anvil.view_key != column["view_key"] for row in links) else _row._copy(value)
    return _row._copy(value)


def _seconds_east(value: datetime) -> float:
    offset = value.utcoffset()
    return (anvil.tz.tzlocal().utcoffset(value) if offset is None else offset).total_seconds()


@lru_cache(maxsize=200)
def _zone(seconds: float) -> anvil.tz.tzoffset:
    return anvil.tz.tzoffset(seconds=seconds)
