"""Rows as CSV, as the stock server writes it, but in the order of the search."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import anvil

from . import sql
from .catalogue import ROW_ID, ZONES, Column
from .query import Condition, both
from .views import View
from .zones import in_zone

if TYPE_CHECKING:
    from ...rpc.call import Call
    from .sql import Order

FORMULA_STARTS = ("=", "+", "-", "@")
NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9. ]")
KEEP_SECONDS = 12 * 3600


def export_csv(call: Call, view: View, condition: Condition | None, order: Order, *, escape_for_excel: bool) -> Any:
    """A media object that lives for twelve hours: the row's id, then the columns in the manifest's order."""
    lines = "\n".join(_lines(call, view, condition, order, escape_for_excel))
    name = NOT_IN_A_FILE_NAME.sub("", view.table.title)
    media = anvil.BlobMedia("text/csv", lines.encode(), f"{name}.csv")
    return call.instance.media.save(media, expires_seconds=KEEP_SECONDS).lazy()


def _lines(call: Call, view: View, condition: Condition | None, order: Order, escape_for_excel: bool) -> Iterator[str]:
    columns = sorted(view.columns.values(), key=lambda column: column.position)
    where, params = sql.where(view.catalogue, view.table, both(condition, view.restrict))
    statement = (
        f"SELECT {', '.join([*(column.sql for column in columns), ZONES, ROW_ID])} FROM {view.table.sql} "
        f"WHERE {where} ORDER BY {sql.order_by(view.table, order)}"
    )
    yield ",".join(_quoted(name, escape_for_excel) for name in ("ID", *(column.name for column in columns)))
    with call.instance.database.connection() as connection:
        for *values, zones, row_id in connection.execute(statement, params):
            cells = [_quoted(f"[{view.table.id},{row_id}]", escape_for_excel)]
            for column, value in zip(columns, values, strict=True):
                if column.type == "datetime" and value is not None:
                    value = in_zone(value, (zones or {}).get(str(column.id)))
                text = _text(column, value)
                cells.append(text if column.type in BARE else _quoted(text, escape_for_excel))
            yield ",".join(cells)


BARE = frozenset({"number", "bool", "media"})


def _quoted(text: str, escape_for_excel: bool) -> str:
    text = text.replace('"', '""')
    return f'"{chr(39) if escape_for_excel and text.startswith(FORMULA_STARTS) else ""}{text}"'


def _text(column: Column, value: Any) -> str:
    match column.type:
        case "bool":
            return "1" if value else "0"
        case "media":
            return "#MEDIA"
        case "simpleObject":
            return json.dumps(value, separators=(",", ":")).replace("/", "\\/")
        case "link_multiple":
            return "#ROWS[" + ",".join(f"[{column.target},{row_id}]" for row_id in value or ()) + "]"
    if value is None:
        return ""
    match column.type:
        case "date":
            return value.isoformat()
        case "datetime":
            return value.strftime("%Y-%m-%dA%H:%M:%S.%f%z")
        case "link_single":
            return f"#ROW[{column.target},{value}]"
    return str(value)
