"""The private calls on rows, and those that open and close transactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from anvil.server import Capability
from anvil.tables._errors import RowDeleted, TableError

from . import searching, writing
from .catalogue import WRITE, catalogue_of, forget
from .failures import table_call
from .fetch import table_spec
from .missing_columns import are_created, with_missing_columns
from .views import Overrides, unwrap, unwrap_for

if TYPE_CHECKING:
    from ...rpc.call import Call
    from .views import View

Values = Mapping[str, Any]


@table_call("open_transaction")
def open_transaction(call: Call, isolation: str | None = None) -> None:
    """``relaxed`` is repeatable read; anything else is serializable."""
    if not call.trusted:
        raise TableError("You can only perform table transactions from server modules. You can't use them here.")
    call.instance.database.begin("repeatable read" if isolation == "relaxed" else "serializable")


@table_call("close_transaction")
def close_transaction(call: Call, aborting: bool = False) -> None:
    database = call.instance.database
    try:
        database.end(abort=bool(aborting))
    finally:
        if catalogue_of(database).provisional:
            forget(database)


@table_call("v2.row.can_auto_create")
def can_auto_create(call: Call) -> bool:
    """As the app's tables service says; without it, a misspelt name does not become a column."""
    return are_created(call)


@table_call("v2.row.fetch")
def fetch_row(call: Call, row: Capability, columns: Any) -> dict[str, Any]:
    view, (row_scope,) = unwrap(call, row, "row")
    data = searching.get_by_id(call, view, row_scope["r"], columns)
    if data is None:
        raise RowDeleted("This row has been deleted")
    return data


@table_call("v2.row.update")
def update_row(call: Call, row: Capability, values: Values, overrides: Any = None) -> dict[str, Any]:
    return update_rows(call, [(row, values, overrides)])[0]


@table_call("v2.row.batch_update")
def update_rows(call: Call, updates: Sequence[tuple[Capability, Values, Any]]) -> list[dict[str, Any]]:
    """All or none; answers the columns of each row's view, in order."""
    keys: list[str] = []
    views: dict[str, View] = {}
    rows_of: dict[str, list[Any]] = {}
    for row, values, overrides in updates:
        asked = Overrides.of(overrides)
        view, (row_scope,) = unwrap_for(call, row, "row", WRITE, asked)
        views[view.key] = with_missing_columns(call, view, [values])
        rows_of.setdefault(view.key, []).append((row_scope["r"], values, asked))
        keys.append(view.key)
    if len(views) == 1:
        writing.update(call, views[keys[0]], rows_of[keys[0]])
    else:
        with call.instance.database.atomic():
            for key, rows in rows_of.items():
                writing.update(call, views[key], rows)
    specs = {key: table_spec(call, view) for key, view in views.items()}
    return [specs[key] for key in keys]


@table_call("v2.row.delete")
def delete_row(call: Call, row: Capability, overrides: Any = None) -> None:
    delete_rows(call, [(row, overrides)])


@table_call("v2.row.batch_delete")
def delete_rows_of_old_clients(call: Call, rows: Sequence[Capability]) -> None:
    delete_rows(call, [(row, None) for row in rows])


@table_call("v2.row.batch_delete_2")
def delete_rows(call: Call, rows: Sequence[tuple[Capability, Any]]) -> None:
    by_view: dict[str, tuple[View, list[int]]] = {}
    for row, overrides in rows:
        view, (row_scope,) = unwrap_for(call, row, "row", WRITE, Overrides.of(overrides))
        by_view.setdefault(view.key, (view, []))[1].append(row_scope["r"])
    if len(by_view) == 1:
        view, ids = next(iter(by_view.values()))
        writing.delete(call, view, ids)
        return
    with call.instance.database.atomic():
        for view, ids in by_view.values():
            writing.delete(call, view, ids)
