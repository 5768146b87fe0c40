"""Capabilities of tables, rows and searches, and what their holders may do.

A capability's scope is ``["_", "t", view]``, and for a row ``{"r": id}`` after it, for a search its parts and a cursor.
A view is ``{"id": table}`` with, where it is restricted, ``perm`` (``r``, ``rw``, ``rwc``), ``cols`` and ``restrict``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anvil import _server
from anvil.server import Capability
from anvil.tables._errors import TableError

from ...errors import AnvilError, permission_denied
from .catalogue import NO_ACCESS, READ, WRITE, Catalogue, Column, Table, catalogue_of
from .query import Condition

if TYPE_CHECKING:
    from ...rpc.call import Call

LOCAL_MAC = "local"
PERMISSIONS = {"r": READ, "rw": WRITE, "rwc": WRITE}
SCOPE_LENGTHS = {"table": 3, "row": 4, "search": 5}
WORDS = {READ: "read from", WRITE: "write to"}


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a server-side model asks for on behalf of a client: the client's access level, the client's columns."""

    use_client_config: bool = False
    filter_client_hidden: bool = False

    @classmethod
    def of(cls, given: Any) -> Overrides:
        if isinstance(given, Mapping):
            return cls(bool(given.get("use_client_config")), bool(given.get("filter_client_hidden")))
        return cls(use_client_config=bool(given))


NO_OVERRIDES = Overrides()


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A table, perhaps with fewer rights, columns and rows. ``columns`` are those that this caller may name."""

    catalogue: Catalogue
    table: Table
    perm: str | None
    names: tuple[str, ...] | None
    restrict: Condition | None
    columns: Mapping[str, Column]
    scope: Mapping[str, Any]
    key: str

    def row_capability(self, row_id: int) -> Capability:
        """The capability of a row of this view.

        Capability's constructor sends its scope through JSON, which would take longer than the rest of reading a row.
        """
        made = Capability.__new__(Capability)
        values = made.__dict__ = _TEMPLATE.copy()
        values["_scope"] = ["_", "t", dict(self.scope), {"r": row_id}]
        values["_queued_update"] = {}
        values["_n_invalidations"] = _server._n_invalidations
        return made


def capability(scope: list[Any]) -> Capability:
    """A capability of this process; it is signed when it leaves."""
    return Capability(["_", "t", *scope], LOCAL_MAC)


_TEMPLATE = capability([None]).__dict__


def view_key(scope: Mapping[str, Any]) -> str:
    """The name under which the library keeps the rows of a view."""
    return json.dumps(scope, sort_keys=True, separators=(",", ":"))


def view_of(call: Call, scope: Mapping[str, Any]) -> View:
    """The view of that scope as this caller sees it. Raises TableError when its table is gone."""
    catalogue = catalogue_of(call.instance.database)
    if not isinstance(scope, Mapping) or not isinstance(scope.get("id"), int):
        raise invalid("Invalid capability scope.")
    if len(scope) > 1:
        return _make_view(catalogue, scope, call.trusted)
    key = (scope["id"], call.trusted)
    view = catalogue.compiled.get(key)
    if view is None:
        view = catalogue.compiled[key] = _make_view(catalogue, scope, call.trusted)
    return view


def _make_view(catalogue: Catalogue, scope: Mapping[str, Any], trusted: bool) -> View:
    table = catalogue.tables.get(scope["id"])
    if table is None:
        raise TableError("This table no longer exists")
    columns = table.columns if trusted else table.visible_columns
    names = scope.get("cols")
    if names is not None:
        columns = {name: columns[name] for name in sorted(names) if name in columns}
    restrict = scope.get("restrict")
    return View(catalogue, table, scope.get("perm"), names and tuple(names), restrict, columns, scope, view_key(scope))


def invalid(message: str) -> AnvilError:
    """For what is not the capability it should be; the stock server gives that no type of its own."""
    return AnvilError("anvil.server.AnvilWrappedError", message)


def unwrap(call: Call, given: Any, kind: str) -> tuple[View, list[Any]]:
    """``(view, the rest of the scope)`` of a ``table``, ``row`` or ``search`` capability. Raises AnvilError."""
    if not isinstance(given, Capability):
        raise invalid("Invalid capability")
    scope = given.scope
    if len(scope) > SCOPE_LENGTHS[kind]:
        raise invalid("Invalid capability scope. Provided capability scope is too narrow.")
    if len(scope) < SCOPE_LENGTHS[kind] or scope[:2] != ["_", "t"]:
        raise invalid("Invalid capability scope.")
    return view_of(call, scope[2]), scope[3:]


def unwrap_for(
    call: Call, given: Any, kind: str, level: int, overrides: Overrides = NO_OVERRIDES
) -> tuple[View, list[Any]]:
    """Like :func:`unwrap`. Raises PermissionDenied when the caller may not read or write, as ``level`` says."""
    if given is None and kind == "table":
        side = "server" if call.trusted else "client"
        raise permission_denied(f"Cannot access this table from {side} code.")
    view, rest = unwrap(call, given, kind)
    if PERMISSIONS.get(view.perm or "", NO_ACCESS) < level and ambient_level(call, view.table, overrides) < level:
        side = "client" if not call.trusted or overrides.use_client_config else "server"
        row = " row from" if kind == "row" else ""
        raise permission_denied(f"Cannot {WORDS[level]}{row} table '{view.table.title}' from {side} code.")
    return view, rest


def ambient_level(call: Call, table: Table, overrides: Overrides = NO_OVERRIDES) -> int:
    """What the manifest allows the caller on that table."""
    return table.client if not call.trusted or overrides.use_client_config else table.server


def table_arguments(call: Call, table: Table) -> list[Any]:
    """What the library makes a table object from; the capability is None where the caller may not even read."""
    scope = {"id": table.id}
    may_read = ambient_level(call, table) >= READ
    return [capability([scope]) if may_read else None, view_key(scope), table.id]
