"""The private call that makes views: a table with fewer rights, columns or rows, to be handed to a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from anvil.server import Capability
from anvil.tables import query as q
from anvil.tables._errors import TableError

from .failures import table_call
from .query import QueryReader, both
from .views import PERMISSIONS, ambient_level, capability, unwrap, view_key

if TYPE_CHECKING:
    from ...rpc.call import Call
    from .views import View

VIEW_NAMES = {"r": "read-only", "rw": "read-write", "rwc": "cascading writable"}


@table_call("v2.table.get_view")
def get_view(
    call: Call, table: Capability, perm: str, _columns: Any, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> tuple[Capability, str]:
    """A view with the right ``r``, ``rw`` or ``rwc``, on fewer rows (conditions) and columns (``q.only_cols``)."""
    view, _ = unwrap(call, table, "table")
    _check_may_grant(call, view, perm)
    names: list[str] | None = None
    conditions = []
    for arg in args:
        if isinstance(arg, q.only_cols):
            names = sorted(_only_columns(view, arg.cols))
        else:
            conditions.append(arg)
    condition = QueryReader(view.catalogue, view.table, view.columns, hide=not call.trusted).read(conditions, kwargs)
    if names is None:
        # A column whose value the view fixes need not be given, and cannot be changed.
        fixed = {name for name, value in kwargs.items() if not _is_query(value)}
        names = [name for name in view.columns if name not in fixed] if fixed or view.names is not None else None
    scope: dict[str, Any] = {"id": view.table.id, "perm": perm}
    if names is not None:
        scope["cols"] = names
    restrict = both(view.restrict, condition)
    if restrict is not None:
        scope["restrict"] = restrict
    return capability([scope]), view_key(scope)


def _check_may_grant(call: Call, view: View, perm: str) -> None:
    if perm not in PERMISSIONS:
        raise TableError("Invalid view type")
    grants = {"r": ("r", "rw", "rwc"), "rw": ("rw", "rwc"), "rwc": ("rwc",)}[perm]
    allowed = view.perm in grants if view.perm else ambient_level(call, view.table) >= PERMISSIONS[perm]
    if not allowed:
        raise TableError(f"You do not have permission to create a {VIEW_NAMES[perm]} view of this table here")
    if perm == "rwc" and not call.trusted:
        raise TableError("Cannot create cascading writable view on the client.")


def _only_columns(view: View, names: Any) -> list[str]:
    if not isinstance(names, (list, tuple)):
        raise TableError("invalid query argument for q.only_cols")
    unknown = [str(name) for name in names if name not in view.columns]
    if unknown:
        where = "is not available in this view" if view.names is not None else "does not exist in this table"
        raise TableError(f"Column {', '.join(unknown)} {where}")
    return list(names)


def _is_query(value: Any) -> bool:
    return type(value).__module__ == q.__name__
