"""Rows as CSV: the columns of a view in the manifest's order, after the row's id."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import anvil

from . import sql
from .catalogue import ROW_ID, Column
from .query import Condition, both
from .views import View

if TYPE_CHECKING:
    from ...rpc.call import Call
    from .sql import Order

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
KEEP_SECONDS = 12 * 3600


def export_csv(call: Call, view: View, condition: Condition | None, order: Order, *, escape_for_excel: bool) -> Any:
    """A media object that can be downloaded for twelve hours."""
    columns = sorted(view.columns.values(), key=lambda column: column.position)
    where, params = sql.where(view.catalogue, view.table, both(condition, view.restrict))
    statement = (
        f"SELECT {', '.join([*(column.sql for column in columns), ROW_ID])} FROM {view.table.sql} "
        f"WHERE {where} ORDER BY {sql.order_by(view.table, order)}"
    )
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(["ID", *(column.name for column in columns)])
    with call.instance.database.connection() as connection:
        for row in connection.execute(statement, params):
            cells = [_cell(column, value, escape_for_excel) for column, value in zip(columns, row, strict=False)]
            writer.writerow([f"[{view.table.id},{row[-1]}]", *cells])
    name = re.sub(r"[^\w. -]", "", view.table.title) or "export"
    media = anvil.BlobMedia("text/csv", output.getvalue().encode(), f"{name}.csv")
    return call.instance.media.save(media, expires_seconds=KEEP_SECONDS).lazy()


def _cell(column: Column, value: Any, escape_for_excel: bool) -> Any:
    if value is None:
        return None
    match column.type:
        case "string":
            return "'" + value if escape_for_excel and value.startswith(FORMULA_STARTS) else value
        case "bool":
            return int(value)
        case "date" | "datetime":
            return value.isoformat()
        case "simpleObject":
            return json.dumps(value, ensure_ascii=False)
        case "media":
            return "#MEDIA"
        case "link_single":
            return f"#ROW[{column.target},{value}]"
        case "link_multiple":
            return "#ROWS[" + ",".join(f"[{column.target},{row_id}]" for row_id in value) + "]"
    return value
