"""Searches: their options, their pages, their length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anvil.server import Capability
from anvil.tables import fetch_only, order_by
from anvil.tables import query as q
from anvil.tables._errors import TableError

from . import sql
from .catalogue import ROW_ID
from .fetch import Fetch, compile_fetch, load_rows
from .indexing import notice_search
from .query import Condition, QueryReader, both
from .values import to_text
from .views import View, capability

if TYPE_CHECKING:
    from ...rpc.call import Call

FIRST_PAGE = 100
# Whoever goes on reading wants many: fewer statements then, unless q.page_size says otherwise.
LATER_PAGE = 500


@dataclass(frozen=True, slots=True)
class Search:
    """A search without its view: condition, what to fetch, order, and rows per page (None: as the server likes)."""

    condition: Condition | None
    fetch: Any = None
    order: tuple[tuple[str, bool], ...] = ()
    page_size: int | None = None

    def scope(self) -> dict[str, Any]:
        return {"search": self.condition, "fetch": self.fetch, "order": self.order, "chunk": self.page_size}

    @classmethod
    def of_scope(cls, scope: Mapping[str, Any]) -> Search:
        order = tuple((name, ascending) for name, ascending in scope["order"])
        return cls(scope["search"], scope["fetch"], order, scope["chunk"])


def read_search(call: Call, view: View, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Search:
    """What the library passed to ``search`` or ``get``. Raises TableError."""
    fetch, order, page_size, rest = None, [], None, []
    for arg in args:
        if isinstance(arg, fetch_only):
            fetch = arg.spec
        elif isinstance(arg, order_by):
            order.append(_ordering(view, arg))
        elif isinstance(arg, q.page_size):
            page_size = _page_size(arg.rows)
        else:
            rest.append(arg)
    condition = QueryReader(view.catalogue, view.table, view.columns, hide=not call.trusted).read(rest, kwargs)
    if isinstance(fetch, Mapping):
        # A page ends with a note of where the next begins, which needs the columns that order it.
        fetch = {**dict.fromkeys((name for name, _ in order), True), **fetch}
    return Search(condition, fetch, tuple(order), page_size)


def _ordering(view: View, given: order_by) -> tuple[str, bool]:
    column = view.columns.get(given.column_name)
    if column is None:
        raise TableError(f'Cannot sort by nonexistent column "{given.column_name}"')
    return column.name, given.ascending is not None and given.ascending is not False


def _page_size(rows: Any) -> int:
    if isinstance(rows, bool) or not isinstance(rows, (int, float)) or rows < 1:
        raise TableError("Page size must be a positive number.")
    return int(rows)


def search_capability(view: View, search: Search, cursor: Sequence[Any] | None) -> Capability:
    """The capability of a search from its start, or from after ``cursor``."""
    return capability([dict(view.scope), search.scope(), cursor])


def read_page(
    call: Call, view: View, search: Search, cursor: Sequence[Any] | None
) -> tuple[list[int], Capability | None, dict[str, Any]]:
    """``(row ids, the capability of the next page or None, table data)`` of one page."""
    if cursor is None:
        notice_search(call.instance.database, view, search.condition)
    limit = search.page_size or (LATER_PAGE if cursor else FIRST_PAGE)
    where, params = sql.where(view.catalogue, view.table, both(search.condition, view.restrict))
    if cursor:
        later, later_params = sql.after(view.table, search.order, cursor)
        where, params = f"{where} AND {later}", [*params, *later_params]
    fetch = compile_fetch(call, view, search.fetch)
    # The number itself: for a parameter the planner assumes a tenth of the table, and sorts it all.
    tail = f"WHERE {where} ORDER BY {sql.order_by(view.table, search.order)} LIMIT {int(limit)}"
    rows, data = _select(call, view, fetch, tail, params)
    following = None
    if len(rows) >= limit:
        following = search_capability(view, search, _cursor(fetch.root.columns, search, rows[-1]))
    return [row[-1] for row in rows], following, data


def _select(call: Call, view: View, fetch: Fetch, tail: str, params: list[Any]) -> tuple[list[Any], dict[str, Any]]:
    with call.instance.database.connection() as connection:
        rows = connection.execute(f"SELECT {fetch.root.select} FROM {view.table.sql} {tail}", params).fetchall()
        return rows, load_rows(connection, fetch, rows)


def _cursor(columns: Sequence[Any], search: Search, row: Sequence[Any]) -> list[Any]:
    positions = {column.name: position for position, column in enumerate(columns)}
    cursor: list[Any] = []
    for name, _ in search.order:
        position = positions[name]
        cursor.append(_stored_text(columns[position], row[position]))
    return [*cursor, row[-1]]


def _stored_text(column: Any, value: Any) -> str | None:
    """Links come from the database as ids, not as the references that callers give."""
    if value is None or column.type not in ("link_single", "link_multiple"):
        return to_text(column, value)
    return str(value) if column.type == "link_single" else "{" + ",".join(map(str, value)) + "}"


def get_one(call: Call, view: View, search: Search) -> list[Any] | None:
    """``[row id, table data]`` of the only row there is, or None. Raises TableError when there are several."""
    if search.order or search.page_size:
        raise TableError("Cannot specify ordering or pagination options with get()")
    notice_search(call.instance.database, view, search.condition)
    where, params = sql.where(view.catalogue, view.table, both(search.condition, view.restrict))
    # Unordered: told to order by id, PostgreSQL may walk the whole table by id instead of using the column's index.
    rows, data = _select(call, view, compile_fetch(call, view, search.fetch), f"WHERE {where} LIMIT 2", params)
    if len(rows) > 1:
        raise TableError("More than one row matched this query")
    return [rows[0][-1], data] if rows else None


def get_by_id(call: Call, view: View, row_id: int, requested: Any) -> dict[str, Any] | None:
    """The table data of one row of a view, or None when it is not there."""
    where, params = sql.where(view.catalogue, view.table, view.restrict)
    tail = f"WHERE {ROW_ID} = %s::bigint AND {where}"
    rows, data = _select(call, view, compile_fetch(call, view, requested), tail, [row_id, *params])
    return data if rows else None


def has_row(call: Call, view: View, row_id: int) -> bool:
    where, params = sql.where(view.catalogue, view.table, view.restrict)
    statement = f"SELECT 1 FROM {view.table.sql} WHERE {ROW_ID} = %s::bigint AND {where}"
    with call.instance.database.connection() as connection:
        return connection.execute(statement, [row_id, *params]).fetchone() is not None


def count(call: Call, view: View, condition: Condition | None) -> int:
    where, params = sql.where(view.catalogue, view.table, both(condition, view.restrict))
    with call.instance.database.connection() as connection:
        row = connection.execute(f"SELECT count(*) FROM {view.table.sql} WHERE {where}", params).fetchone()
    assert row is not None
    return row[0]
