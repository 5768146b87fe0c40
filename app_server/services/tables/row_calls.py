"""The private calls on rows, and those that open and close transactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from anvil.server import Capability
from anvil.tables._errors import RowDeleted, TableError

from . import searching, writing
from .catalogue import WRITE
from .failures import table_call
from .fetch import table_spec
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
    call.instance.database.end(abort=bool(aborting))


@table_call("v2.row.can_auto_create")
def can_auto_create(call: Call) -> bool:
    """Columns come from ``anvil.yaml`` alone; a misspelt name must not become one."""
    return False


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
    by_view: dict[str, tuple[View, list[Any]]] = {}
    keys = []
    for row, values, overrides in updates:
        asked = Overrides.of(overrides)
        view, (row_scope,) = unwrap_for(call, row, "row", WRITE, asked)
        by_view.setdefault(view.key, (view, []))[1].append((row_scope["r"], values, asked))
        keys.append(view.key)
    if len(by_view) == 1:
        view, rows = next(iter(by_view.values()))
        writing.update(call, view, rows)
    else:
        with call.instance.database.atomic():
            for view, rows in by_view.values():
                writing.update(call, view, rows)
    specs = {key: table_spec(call, view) for key, (view, _) in by_view.items()}
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
