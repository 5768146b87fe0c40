"""Values of columns as JSON can keep them, so that what was changed can be undone. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any


def to_json(value: Any) -> Any:
    """A column's value as JSON can keep it."""
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return {"on": value.isoformat()} if isinstance(value, date) else value


def from_json(value: Any) -> Any:
    """The value that ``to_json`` kept."""
    if isinstance(value, dict) and set(value) == {"at"}:
        return datetime.fromisoformat(value["at"])
    return date.fromisoformat(value["on"]) if isinstance(value, dict) and set(value) == {"on"} else value
