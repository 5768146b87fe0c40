"""Columns that come into being when they are written, for an app that asks for it: ``auto_create_missing_columns``."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import books, changes
from .catalogue import Table, catalogue_of, forget, quoted
from .values import EMPTY_LIST, NOTHING, Unstorable, type_of
from .views import View, view_of
from .wanted import WantedColumn, sql_type

if TYPE_CHECKING:
    from ...rpc.call import Call

log = logging.getLogger(__name__)

TABLES_SERVICE = "/runtime/services/tables.yml"


def are_created(call: Call) -> bool:
    """Whether the app's tables service says so."""
    service = call.instance.app.service(TABLES_SERVICE)
    return service is not None and bool(
        {**service.client_config, **service.server_config}.get("auto_create_missing_columns")
    )


def with_missing_columns(call: Call, view: View, rows: Iterable[Mapping[str, Any]]) -> View:
    """The view once it has a column for each value of these rows; only a whole table gets any.

    The first value decides what a column holds. None and an empty list do not, so they make no column.
    """
    if view.names is not None or view.restrict is not None:
        return view
    missing = _missing(view.table, rows)
    if not missing or not are_created(call):
        return view
    with call.instance.database.atomic() as connection:
        for column in missing.values():
            alter = f"ALTER TABLE data.{quoted(view.table.name)} ADD COLUMN IF NOT EXISTS"
            connection.execute(f"{alter} {quoted(column.name)} {sql_type(column)}".encode())
            connection.execute(*books.keep_created_column(view.table.id, column))
            log.info('Automatically creating column "%s" (%s)', column.name, column.type)
        changes.tell_of_column(call.instance.database)
        forget(call.instance.database)
        catalogue_of(call.instance.database).provisional = True
    return view_of(call, view.scope)


def _missing(table: Table, rows: Iterable[Mapping[str, Any]]) -> dict[str, WantedColumn]:
    missing: dict[str, WantedColumn] = {}
    for row in rows:
        for name in row.keys() - table.columns.keys() - missing.keys():
            try:
                type_, target = type_of(row[name])
            except Unstorable:
                continue
            if type_ not in (NOTHING, EMPTY_LIST):
                missing[name] = WantedColumn(name, type_, None if target is None else str(target), False)
    return missing
