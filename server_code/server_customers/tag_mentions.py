"""Where tags are asked for by name, in the rules of segments and the filters of views, when a tag gets another name."""

from __future__ import annotations

from typing import Any

from anvil.tables import app_tables

# Table, the column that names a row, the column that holds rules or filters.
HOLDERS = (("segments", "segment_id", "rules"), ("saved_views", "view_id", "filters"))


def rename_mentions(tag: str, new_name: str) -> dict[str, list[Any]]:
    """Write the new name wherever the tag is asked for: ``{id: [before, after]}``. Needs a transaction."""
    changed = {}
    for table, name, column in HOLDERS:
        for row in getattr(app_tables, table).search():
            after = renamed(row[column], tag, new_name)
            if after != row[column]:
                changed[row[name]] = [row[column], after]
                row[column] = after
    return changed


def restore_mentions(changed: dict[str, list[Any]]) -> None:
    """Put back what ``rename_mentions`` changed, where nobody has changed it since. Needs a transaction."""
    for table, name, column in HOLDERS:
        for row in getattr(app_tables, table).search():
            before, after = changed.get(row[name], (None, None))
            if after is not None and row[column] == after:
                row[column] = before


def renamed(held: Any, tag: str, new_name: str) -> Any:
    """Rules or filters with another name for a tag: ``{"field": "tags", "value": […]}``, ``{"tags": […]}``."""
    if isinstance(held, list):
        return [renamed(each, tag, new_name) for each in held]
    if not isinstance(held, dict):
        return held
    names = {"value"} if held.get("field") == "tags" else {"tags"}
    return {
        key: _swapped(value, tag, new_name) if key in names else renamed(value, tag, new_name)
        for key, value in held.items()
    }


def _swapped(value: Any, tag: str, new_name: str) -> Any:
    if isinstance(value, list):
        return list(dict.fromkeys(new_name if each == tag else each for each in value))
    return new_name if value == tag else value
