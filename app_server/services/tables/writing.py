"""Adding, updating and deleting rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from anvil.tables._errors import NoSuchColumnError, RowDeleted, TableError
from psycopg import Connection

from . import sql, zones
from .catalogue import ROW_ID, Column
from .query import Condition, both, implied_values
from .row_statements import insert_many, insert_one, update_many, update_one
from .values import check_values, stored_texts
from .views import Overrides, View

if TYPE_CHECKING:
    from ...rpc.call import Call

Values = Mapping[str, Any]
ValuesByColumn = Mapping[str, Sequence[Any]]
OUTSIDE_VIEW = "Data does not match view constraints"


def check_columns(view: View, names: Iterable[str], overrides: Overrides) -> None:
    """Raises NoSuchColumnError for a column that this caller cannot write in that view."""
    for name in names:
        column = view.columns.get(name)
        if column is None or (overrides.filter_client_hidden and column.client_hidden):
            raise NoSuchColumnError(f"No such column '{name}'" + (" in this view" if view.names else ""))


def _by_column(rows: Sequence[Values]) -> ValuesByColumn:
    """The values of rows for each column that any of them has, in the order of the columns' names."""
    return {name: [row.get(name) for row in rows] for name in sorted(set().union(*rows))}


def _check(view: View, given: ValuesByColumn, overrides: Overrides) -> None:
    """Raises NoSuchColumnError as :func:`check_columns`, and TableError when a column cannot hold a value."""
    check_columns(view, given, overrides)
    for name, values in given.items():
        check_values(view.catalogue, view.columns[name], values)


def _texts(
    call: Call, view: View, given: ValuesByColumn, *, keeps_utc: bool
) -> tuple[list[Column], list[list[str | None]]]:
    """The columns with the texts of their values, which were checked; media are stored.

    The zones of datetimes come last; those that are all in UTC are left out unless ``keeps_utc``.
    """
    columns = [view.table.columns[name] for name in given]
    lists = [stored_texts(column, given[column.name], call.instance.media) for column in columns]
    dated = {column: given[column.name] for column in columns if column.type == "datetime"}
    if dated and (keeps_utc or zones.has_any(dated)):
        return [*columns, zones.COLUMN], [*lists, list(zones.texts_of(dated))]
    return columns, lists


def _writing(call: Call, *, atomic: bool) -> AbstractContextManager[Connection[Any]]:
    """One statement alone is atomic by itself and is spared the transaction's round trips."""
    return call.instance.database.atomic() if atomic else call.instance.database.connection()


def insert(call: Call, view: View, rows: Sequence[Values], overrides: Overrides) -> list[int]:
    """Add rows, in order; returns their ids. Raises TableError, and adds nothing, when one does not fit the view."""
    implied = implied_values(view.restrict)
    _check_view_names_every_column(view, implied)
    given = _by_column(rows)
    _check(view, given, overrides)
    if not rows:
        return []
    with _writing(call, atomic=_needs_atomicity(view, rows)) as connection:
        columns, lists = _texts(call, view, given, keeps_utc=False)
        for name, text in implied.items():
            _imply(view.table.columns[name], text, rows, columns, lists)
        if len(rows) == 1 or not columns:
            ids = [insert_one(connection, view.table, columns, [texts[0] for texts in lists]) for _ in rows]
        else:
            ids = insert_many(connection, view.table, columns, lists)
        _check_restriction(connection, view, ids, TableError(OUTSIDE_VIEW))
    return ids


def _imply(
    column: Column, text: str | None, rows: Sequence[Values], columns: list[Column], lists: list[list[str | None]]
) -> None:
    """Let rows that do not name a column of a restricted view have there what the view asks for."""
    if column not in columns:
        columns.append(column)
        lists.append([None] * len(rows))
    texts = lists[columns.index(column)]
    texts[:] = [own if column.name in row else text for row, own in zip(rows, texts, strict=True)]


def _check_view_names_every_column(view: View, implied: Iterable[str]) -> None:
    if view.names is not None and not set(view.table.columns) <= set(view.names) | set(implied):
        raise TableError("You cannot add rows to this view")


def _needs_atomicity(view: View, rows: Sequence[Mapping[str, Any]]) -> bool:
    media = {name for name, column in view.columns.items() if column.type == "media"}
    return view.restrict is not None or any(media & row.keys() or not row for row in rows)


def update(call: Call, view: View, updates: Sequence[tuple[int, Mapping[str, Any], Overrides]]) -> None:
    """Update rows by id, all or none; a later update of a row wins. Raises RowDeleted, TableError."""
    for asked in {overrides for _, _, overrides in updates}:
        _check(view, _by_column([values for _, values, overrides in updates if overrides == asked]), asked)
    merged: dict[int, dict[str, Any]] = {}
    for row_id, values, _ in updates:
        merged.setdefault(row_id, {}).update(values)
    groups: dict[tuple[str, ...], list[tuple[int, Mapping[str, Any]]]] = {}
    for row_id, values in merged.items():
        if values:
            groups.setdefault(tuple(sorted(values)), []).append((row_id, values))
    with _writing(call, atomic=len(merged) > 1 or _needs_atomicity(view, list(merged.values()))) as connection:
        for rows in groups.values():
            _update_alike(call, connection, view, dict(rows))
        _check_restriction(connection, view, list(merged), TableError(OUTSIDE_VIEW))


def _update_alike(call: Call, connection: Connection[Any], view: View, rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Update rows, by id, in the same columns."""
    ids = list(rows)
    gone = RowDeleted("This row has been deleted")
    _check_restriction(connection, view, ids, gone)
    columns, lists = _texts(call, view, _by_column(list(rows.values())), keeps_utc=True)
    displaced = _media_ids(connection, view, columns, ids)
    if len(ids) == 1:
        found = update_one(connection, view.table, columns, ids[0], [texts[0] for texts in lists])
    else:
        found = update_many(connection, view.table, columns, ids, lists)
    if found < len(ids):
        raise gone
    if displaced:
        call.instance.media.delete(displaced)


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
