"""Adding, updating and deleting rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from anvil.tables._errors import NoSuchColumnError, RowDeleted, TableError
from psycopg import Connection

from . import sql
from .catalogue import ROW_ID, Column
from .query import Condition, both, implied_values
from .values import checked_text
from .views import Overrides, View

if TYPE_CHECKING:
    from ...rpc.call import Call

Texts = Mapping[str, str | None]
OUTSIDE_VIEW = "Data does not match view constraints"


def check_columns(view: View, names: Iterable[str], overrides: Overrides) -> None:
    """Raises NoSuchColumnError for a column that this caller cannot write in that view."""
    for name in names:
        column = view.columns.get(name)
        if column is None or (overrides.filter_client_hidden and column.client_hidden):
            raise NoSuchColumnError(f"No such column '{name}'" + (" in this view" if view.names else ""))


def texts_of(call: Call, view: View, values: Mapping[str, Any]) -> dict[str, str | None]:
    """Column texts of values; media are stored. Raises TableError when a column cannot hold its value."""
    media = call.instance.media
    return {name: checked_text(view.catalogue, view.columns[name], value, media) for name, value in values.items()}


def _writing(call: Call, *, atomic: bool) -> AbstractContextManager[Connection[Any]]:
    """One statement alone is atomic by itself and is spared the transaction's round trips."""
    return call.instance.database.atomic() if atomic else call.instance.database.connection()


def insert(call: Call, view: View, rows: Sequence[Mapping[str, Any]], overrides: Overrides) -> list[int]:
    """Add rows, in order; returns their ids. Raises TableError, and adds nothing, when one does not fit the view."""
    implied = implied_values(view.restrict)
    _check_view_names_every_column(view, implied)
    for row in rows:
        check_columns(view, row, overrides)
    if not rows:
        return []
    with _writing(call, atomic=_needs_atomicity(view, rows)) as connection:
        texts = [{**implied, **texts_of(call, view, row)} for row in rows]
        names = sorted(set().union(*texts))
        columns = [view.table.columns[name] for name in names]
        if len(texts) == 1 or not columns:
            ids = [_insert_one(connection, view, columns, [row.get(name) for name in names]) for row in texts]
        else:
            ids = _insert_many(connection, view, columns, [[row.get(name) for row in texts] for name in names])
        _check_restriction(connection, view, ids, TableError(OUTSIDE_VIEW))
    return ids


def _check_view_names_every_column(view: View, implied: Texts) -> None:
    if view.names is not None and not set(view.table.columns) <= set(view.names) | set(implied):
        raise TableError("You cannot add rows to this view")


def _needs_atomicity(view: View, rows: Sequence[Mapping[str, Any]]) -> bool:
    media = {name for name, column in view.columns.items() if column.type == "media"}
    return view.restrict is not None or any(media & row.keys() or not row for row in rows)


def _insert_one(connection: Connection[Any], view: View, columns: Sequence[Column], texts: Sequence[Any]) -> int:
    if not columns:
        statement = f"INSERT INTO {view.table.sql} DEFAULT VALUES RETURNING {ROW_ID}"
    else:
        names = ", ".join(column.sql for column in columns)
        values = ", ".join(f"%s::{column.cast}" for column in columns)
        statement = f"INSERT INTO {view.table.sql} ({names}) VALUES ({values}) RETURNING {ROW_ID}"
    row = connection.execute(statement, texts).fetchone()
    assert row is not None
    return row[0]


def _insert_many(
    connection: Connection[Any], view: View, columns: Sequence[Column], lists: Sequence[Sequence[Any]]
) -> list[int]:
    """One statement for any number of rows: a list of texts per column. The ids come in the rows' order."""
    names = ", ".join(column.sql for column in columns)
    values = ", ".join(f"c{index}::{column.cast}" for index, column in enumerate(columns))
    statement = (
        f"INSERT INTO {view.table.sql} ({names}) SELECT {values} FROM {_unnested(len(columns))} "
        f"ORDER BY position RETURNING {ROW_ID}"
    )
    return sorted(row[0] for row in connection.execute(statement, lists))


def _unnested(width: int, first: str = "") -> str:
    arrays = ", ".join(["%s::text[]"] * width)
    names = ", ".join(f"c{index}" for index in range(width))
    return f"unnest({first}{arrays}) WITH ORDINALITY AS given ({'row_id, ' if first else ''}{names}, position)"


def update(call: Call, view: View, updates: Sequence[tuple[int, Mapping[str, Any], Overrides]]) -> None:
    """Update rows by id, all or none; a later update of a row wins. Raises RowDeleted, TableError."""
    merged: dict[int, dict[str, Any]] = {}
    for row_id, values, overrides in updates:
        check_columns(view, values, overrides)
        merged.setdefault(row_id, {}).update(values)
    groups: dict[tuple[str, ...], list[tuple[int, Mapping[str, Any]]]] = {}
    for row_id, values in merged.items():
        if values:
            groups.setdefault(tuple(sorted(values)), []).append((row_id, values))
    with _writing(call, atomic=len(merged) > 1 or _needs_atomicity(view, list(merged.values()))) as connection:
        for names, rows in groups.items():
            columns = [view.columns[name] for name in names]
            _check_restriction(
                connection, view, [row_id for row_id, _ in rows], RowDeleted("This row has been deleted")
            )
            displaced = _media_ids(connection, view, columns, [row_id for row_id, _ in rows])
            texts = [texts_of(call, view, values) for _, values in rows]
            _update_rows(connection, view, columns, [row_id for row_id, _ in rows], texts)
            if displaced:
                call.instance.media.delete(displaced)
        _check_restriction(connection, view, list(merged), TableError(OUTSIDE_VIEW))


def _update_rows(
    connection: Connection[Any], view: View, columns: Sequence[Column], ids: Sequence[int], texts: Sequence[Texts]
) -> None:
    if len(ids) == 1:
        assignments = ", ".join(f"{column.sql} = %s::{column.cast}" for column in columns)
        statement = f"UPDATE {view.table.sql} SET {assignments} WHERE {ROW_ID} = %s::bigint"
        params: list[Any] = [*(texts[0][column.name] for column in columns), ids[0]]
    else:
        assignments = ", ".join(f"{column.sql} = c{index}::{column.cast}" for index, column in enumerate(columns))
        given = _unnested(len(columns), "%s::bigint[], ")
        statement = f"UPDATE {view.table.sql} AS t SET {assignments} FROM {given} WHERE t.{ROW_ID} = given.row_id"
        params = [list(ids), *([row[column.name] for row in texts] for column in columns)]
    if connection.execute(statement, params).rowcount < len(ids):
        raise RowDeleted("This row has been deleted")


def _check_restriction(connection: Connection[Any], view: View, ids: Sequence[int], otherwise: TableError) -> None:
    """Rows of a restricted view must be in it, before and after a change; the surrounding transaction undoes others."""
    if view.restrict is None:
        return
    where, params = sql.where(view.catalogue, view.table, view.restrict)
    statement = f"SELECT count(*) FROM {view.table.sql} WHERE {ROW_ID} = ANY(%s::bigint[]) AND {where}"
    row = connection.execute(statement, [list(ids), *params]).fetchone()
    if row is None or row[0] < len(set(ids)):
        raise otherwise


def delete(call: Call, view: View, ids: Sequence[int]) -> None:
    """Delete rows by id; those that are gone already, or are not in the view, are passed over."""
    where, params = sql.where(view.catalogue, view.table, view.restrict)
    _delete_where(call, view, f"{ROW_ID} = ANY(%s::bigint[]) AND {where}", [list(ids), *params])


def delete_matching(call: Call, view: View, condition: Condition | None) -> None:
    """Delete every row of a view that satisfies the condition. Raises TableError for a view without all columns."""
    if view.names is not None:
        raise TableError("Cannot call delete_all_rows() on a view")
    where, params = sql.where(view.catalogue, view.table, both(condition, view.restrict))
    _delete_where(call, view, where, params)


def _delete_where(call: Call, view: View, where: str, params: Sequence[Any]) -> None:
    media = [column for column in view.table.columns.values() if column.type == "media"]
    statement = f"DELETE FROM {view.table.sql} WHERE {where}"
    if not media:
        with call.instance.database.connection() as connection:
            connection.execute(statement, params)
        return
    with call.instance.database.atomic() as connection:
        ids = ", ".join(f"{column.sql}->>0" for column in media)
        rows = connection.execute(f"{statement} RETURNING {ids}", params).fetchall()
        call.instance.media.delete([media_id for row in rows for media_id in row if media_id])


def _media_ids(connection: Connection[Any], view: View, columns: Sequence[Column], ids: Sequence[int]) -> list[str]:
    media = [column for column in columns if column.type == "media"]
    if not media:
        return []
    selected = ", ".join(f"{column.sql}->>0" for column in media)
    statement = f"SELECT {selected} FROM {view.table.sql} WHERE {ROW_ID} = ANY(%s::bigint[]) FOR UPDATE"
    return [media_id for row in connection.execute(statement, [list(ids)]) for media_id in row if media_id]
