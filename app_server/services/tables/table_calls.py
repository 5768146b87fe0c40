"""The private calls on tables and searches, through which ``anvil.tables`` (accelerated tables, "v2") works."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from anvil.server import Capability
from anvil.tables import fetch_only
from anvil.tables._errors import TableError

from . import searching, writing
from .catalogue import READ, WRITE, catalogue_of
from .export import export_csv
from .failures import table_call
from .fetch import table_spec
from .missing_columns import with_missing_columns
from .searching import Search, read_page, read_search, search_capability
from .views import NO_OVERRIDES, Overrides, table_arguments, unwrap, unwrap_for

if TYPE_CHECKING:
    from ...rpc.call import Call
    from .views import View

Values = Mapping[str, Any]
ROW_ID_TEXT = re.compile(r"\[(\d+),(\d+)\]")
LARGEST_ID = 2**63 - 1
PAIR_OF_IDS = 2


@table_call("v2.get_app_tables")
def get_app_tables(call: Call) -> dict[str, list[Any]]:
    tables = catalogue_of(call.instance.database).by_name
    return {name: table_arguments(call, table) for name, table in tables.items()}


@table_call("v2.get_table_by_id")
def get_table_by_id(call: Call, table_id: Any) -> list[Any] | None:
    """Takes a table's id, or a row's id as ``row.get_id()`` gives it."""
    ids = _ids(table_id)
    table = catalogue_of(call.instance.database).tables.get(ids[0]) if ids else None
    return table_arguments(call, table) if table else None


@table_call("v2.table.list_columns")
def list_columns(call: Call, table: Capability) -> list[dict[str, Any]]:
    view, _ = unwrap_for(call, table, "table", READ)
    columns = sorted(view.columns.values(), key=lambda column: column.position)
    listed = []
    for column in columns:
        spec: dict[str, Any] = {"id": str(column.id), "type": column.type}
        if column.target is not None:
            spec["table_id"] = column.target
        listed.append(spec | {"client_hidden": column.client_hidden or None, "name": column.name})
    return listed


@table_call("v2.table.add_row")
def add_row(
    call: Call, table: Capability, values: Values, overrides: Any = None, trusted_values: Values | None = None
) -> tuple[int, Capability, dict[str, Any]]:
    """``trusted_values`` are of a server-side model and may name columns that are hidden from the client."""
    asked = Overrides.of(overrides)
    view, _ = unwrap_for(call, table, "table", WRITE, asked)
    view = with_missing_columns(call, view, [values])
    writing.check_columns(view, values, asked)
    row_id = writing.insert(call, view, [{**values, **(trusted_values or {})}], NO_OVERRIDES)[0]
    return row_id, view.row_capability(row_id), table_spec(call, view)


@table_call("v2.table.add_rows")
def add_rows(
    call: Call, table: Capability, rows: Sequence[Values], overrides: Any = None
) -> tuple[list[tuple[int, Capability]], dict[str, Any]]:
    asked = Overrides.of(overrides)
    view, _ = unwrap_for(call, table, "table", WRITE, asked)
    view = with_missing_columns(call, view, rows)
    ids = writing.insert(call, view, rows, asked)
    return [(row_id, view.row_capability(row_id)) for row_id in ids], table_spec(call, view)


@table_call("v2.table.get_row")
def get_row(call: Call, table: Capability, args: Sequence[Any], kwargs: Values) -> list[Any] | None:
    view, _ = unwrap_for(call, table, "table", READ)
    return searching.get_one(call, view, read_search(call, view, args, kwargs))


@table_call("v2.table.get_row_by_id")
def get_row_by_id(call: Call, table: Capability, row_id: Any, fetch: Any = None) -> list[Any] | None:
    view, _ = unwrap_for(call, table, "table", READ)
    if fetch is not None and not isinstance(fetch, fetch_only):
        raise TableError("Expected a q.fetch_only() object")
    number = _row_number(view, row_id)
    data = searching.get_by_id(call, view, number, fetch and fetch.spec) if number is not None else None
    return [number, data] if data else None


@table_call("v2.table.has_row")
def has_row(call: Call, table: Capability, row_id: Any) -> bool:
    view, _ = unwrap_for(call, table, "table", READ)
    number = _row_number(view, row_id)
    return number is not None and searching.has_row(call, view, number)


@table_call("v2.table.search")
def search(call: Call, table: Capability, args: Sequence[Any], kwargs: Values) -> tuple[Any, ...]:
    """``(row ids, the search's capability, the next page's or None, table data)``."""
    view, _ = unwrap_for(call, table, "table", READ)
    wanted = read_search(call, view, args, kwargs)
    ids, following, data = read_page(call, view, wanted, None)
    return ids, search_capability(view, wanted, None), following, data


@table_call("v2.table.delete_all_rows")
def delete_all_rows(call: Call, table: Capability) -> None:
    view, _ = unwrap_for(call, table, "table", WRITE)
    writing.delete_matching(call, view, None)


@table_call("v2.table.to_csv")
def table_to_csv(call: Call, table: Capability, escape_for_excel: bool = False) -> Any:
    view, _ = unwrap_for(call, table, "table", READ)
    return export_csv(call, view, None, (), escape_for_excel=bool(escape_for_excel))


@table_call("v2.search.next_page")
def next_page(call: Call, given: Capability) -> tuple[Any, ...]:
    view, (scope, cursor) = unwrap(call, given, "search")
    return read_page(call, view, Search.of_scope(scope), cursor)


@table_call("v2.search.get_length")
def get_length(call: Call, given: Capability) -> int:
    view, (scope, _) = unwrap(call, given, "search")
    return searching.count(call, view, scope["search"])


@table_call("v2.search.delete_all")
def delete_found(call: Call, given: Capability) -> None:
    view, (scope, _) = unwrap_for(call, given, "search", WRITE)
    writing.delete_matching(call, view, scope["search"])


@table_call("v2.search.to_csv")
def search_to_csv(call: Call, given: Capability, escape_for_excel: bool = False) -> Any:
    view, (scope, _) = unwrap(call, given, "search")
    found = Search.of_scope(scope)
    return export_csv(call, view, found.condition, found.order, escape_for_excel=bool(escape_for_excel))


def _ids(given: Any) -> tuple[int, ...] | None:
    """``7``, ``"7"`` → (7,); ``"[3,7]"`` → (3, 7); anything else is no id."""
    text = str(given)
    found = ROW_ID_TEXT.fullmatch(text)
    if found:
        return tuple(int(part) for part in found.groups())
    return (int(text),) if text.isascii() and text.isdigit() else None


def _row_number(view: View, given: Any) -> int | None:
    ids = _ids(given)
    if ids is None or ids[-1] > LARGEST_ID or (len(ids) == PAIR_OF_IDS and ids[0] != view.table.id):
        return None
    return ids[-1]
