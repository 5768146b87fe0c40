"""What the library of the older tables asks for, when an app has not turned accelerated tables on.

The uplink's library asks for the names of all tables in this way before it knows which it has.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from anvil import _server
from anvil.tables._errors import TableError

from ...rpc.registry import live_object_method
from .catalogue import catalogue_of
from .failures import table_call

if TYPE_CHECKING:
    from ...rpc.call import Call

BACKEND = "anvil.tables.Table"
METHODS = (
    "search",
    "get",
    "get_by_id",
    "add_row",
    "list_columns",
    "delete_all_rows",
    "has_row",
    "to_csv",
    "client_readable",
    "client_writable",
    "client_writable_cascade",
    "__anvil_iter_page__",
)
MISSING = (
    "This server has accelerated tables only. Set client_config: {enable_v2: true} on the tables service in anvil.yaml."
)


@table_call("get_app_tables")
def get_app_tables(call: Call) -> dict[str, _server.LiveObjectProxy]:
    """Every table by its python name."""
    tables = catalogue_of(call.instance.database).by_name
    return {name: _older_table(table.id) for name, table in tables.items()}


def _older_table(table_id: int) -> _server.LiveObjectProxy:
    spec = {"backend": BACKEND, "id": json.dumps([table_id, {}]), "permissions": [], "methods": list(METHODS)}
    return _server.LiveObjectProxy(spec | {"mac": "local"})


def _refuse(_call: Call, _table: str, *_args: Any, **_kwargs: Any) -> Any:
    raise TableError(MISSING)


for _method in METHODS:
    live_object_method(BACKEND, _method)(_refuse)
