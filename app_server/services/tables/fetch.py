"""Rows for the library: which columns of which tables, and the rows that links lead to.

A fetch is a tree: the searched table, and under each link that is followed the linked table. Linked rows are read with
one statement per table and hop, however many rows and links there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from anvil.tables._errors import TableError
from psycopg import Connection

from ..media import StoredMedia
from .catalogue import LINKS, ROW_ID, ZONES, Column
from .views import View, view_of
from .zones import in_zone

if TYPE_CHECKING:
    from ...rpc.call import Call

# How many links away from the searched row are fetched when nobody says what to fetch.
DEFAULT_HOPS = 2
MOST_COMPILED = 1000


# By view and columns: the ids of the rows that are there already.
Loaded = dict[tuple[str, str], set[int]]


@dataclass(slots=True, eq=False)
class Link:
    """A link of a fetched column: where the linked row's id is in the row, and what is fetched of that row."""

    position: int
    many: bool
    view: View
    node: Node | None


@dataclass(slots=True, eq=False)
class Node:
    """One table of a fetch. ``select`` is the columns' SQL, the zones if there are datetimes, and the id."""

    view: View
    columns: tuple[Column, ...]
    select: str
    media: tuple[int, ...]
    datetimes: tuple[tuple[int, str], ...]
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Fetch:
    """A compiled fetch: its tree, and for each view what the library is told of its columns."""

    root: Node
    specs: dict[str, dict[str, Any]]


def compile_fetch(call: Call, view: View, requested: Any) -> Fetch:
    """The fetch of ``requested`` (None, True, a list of names, or a tree of ``{name: True or tree}``), kept for reuse.

    Raises TableError for a name that the view does not have.
    """
    if isinstance(requested, (list, tuple)):
        requested = dict.fromkeys(requested, True)
    key = (view.key, call.trusted, repr(requested))
    compiled = view.catalogue.compiled
    fetch = compiled.get(key)
    if fetch is None:
        if len(compiled) >= MOST_COMPILED:
            compiled.clear()
        fetch = compiled[key] = _Compiler(call).compile(view, requested)
    return fetch


def table_spec(call: Call, view: View, cached: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The columns of a view as the library wants them, with 1 for each that is sent along."""
    columns = []
    for column in view.columns.values():
        spec: dict[str, Any] = {"name": column.name, "type": column.type}
        if column.target is not None:
            spec |= {"table_id": column.target, "view_key": linked_view(call, view, column).key}
        if column.client_hidden:
            spec["client_hidden"] = True
        columns.append(spec)
    return {"cols": columns, "cache": [int(name in cached) for name in view.columns]}


def linked_view(call: Call, view: View, column: Column) -> View:
    """The view through which a link's target is seen: the plain table, or all rights when they cascade."""
    scope = {"id": column.target}
    return view_of(call, scope | {"perm": "rwc"} if view.perm == "rwc" else scope)


class _Compiler:
    def __init__(self, call: Call) -> None:
        self._call = call
        self._specs: dict[str, dict[str, Any]] = {}

    def compile(self, view: View, requested: Any) -> Fetch:
        return Fetch(self._node(view, requested, 0), self._specs)

    def _node(self, view: View, requested: Any, hop: int) -> Node:
        columns = self._columns(view, requested)
        media = tuple(index for index, column in enumerate(columns) if column.type == "media")
        datetimes = tuple((index, str(column.id)) for index, column in enumerate(columns) if column.type == "datetime")
        select = ", ".join([*(column.sql for column in columns), *([ZONES] if datetimes else []), ROW_ID])
        node = Node(view, columns, select, media, datetimes)
        self._announce(view, frozenset(column.name for column in columns))
        for position, column in enumerate(columns):
            if column.type in LINKS:
                node.links.append(self._link(view, column, position, requested, hop))
        return node

    def _columns(self, view: View, requested: Any) -> tuple[Column, ...]:
        if not isinstance(requested, Mapping):
            return tuple(view.columns.values())
        for name in requested:
            if name not in view.columns:
                where = "this view of " if view.names is not None else ""
                raise TableError(f"No such column '{name}' exists in {where}table '{view.table.title}'")
        return tuple(column for name, column in view.columns.items() if requested.get(name) not in (None, False))

    def _link(self, view: View, column: Column, position: int, requested: Any, hop: int) -> Link:
        target = linked_view(self._call, view, column)
        deeper = requested.get(column.name) if isinstance(requested, Mapping) else None
        follow = bool(deeper) if isinstance(requested, Mapping) else hop < DEFAULT_HOPS
        node = self._node(target, deeper, hop + 1) if follow else None
        if node is None:
            self._announce(target, frozenset())
        return Link(position, column.type == "link_multiple", target, node)

    def _announce(self, view: View, cached: frozenset[str]) -> None:
        """The first to fetch columns of a view decides which of them come as a plain list."""
        known = self._specs.get(view.key)
        if known is None or (cached and not any(known["cache"])):
            self._specs[view.key] = table_spec(self._call, view, cached)


def load_rows(connection: Connection[Any], fetch: Fetch, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """The library's table data for rows read with the root's ``select``; reads what their links lead to."""
    data: dict[str, Any] = {key: {"spec": spec, "rows": {}} for key, spec in fetch.specs.items()}
    wave: list[tuple[Node, Sequence[Sequence[Any]]]] = [(fetch.root, rows)]
    loaded: Loaded = {}
    while wave:
        wanted: dict[int, tuple[Node, set[int]]] = {}
        for node, node_rows in wave:
            _store(data[node.view.key], node, node_rows)
            loaded.setdefault((node.view.key, node.select), set()).update(row[-1] for row in node_rows)
            for link in node.links:
                ids = _linked_ids(link, node_rows)
                if link.node is not None and ids:
                    wanted.setdefault(id(link.node), (link.node, set()))[1].update(ids)
                elif ids:
                    _store_bare(data[link.view.key]["rows"], link.view, ids)
        wave = _read_linked(connection, data, wanted, loaded)
    return data


def _linked_ids(link: Link, rows: Sequence[Sequence[Any]]) -> Iterable[int]:
    position = link.position
    if link.many:
        return {row_id for row in rows if row[position] for row_id in row[position]}
    ids = {row[position] for row in rows}
    ids.discard(None)
    return ids


def _read_linked(
    connection: Connection[Any],
    data: dict[str, Any],
    wanted: Mapping[int, tuple[Node, set[int]]],
    loaded: Loaded,
) -> list[tuple[Node, Sequence[Sequence[Any]]]]:
    """Nodes of one hop that want the same columns of one table share a statement."""
    shared: dict[tuple[str, str], set[int]] = {}
    for node, ids in wanted.values():
        ids -= loaded.get((node.view.key, node.select), set())
        shared.setdefault((node.view.table.sql, node.select), set()).update(ids)
    found = {}
    for (table, select), ids in shared.items():
        statement = f"SELECT {select} FROM {table} WHERE {ROW_ID} = ANY(%s::bigint[])"
        rows = connection.execute(statement, [list(ids)]).fetchall() if ids else []
        found[table, select] = {row[-1]: row for row in rows}
    wave: list[tuple[Node, Sequence[Sequence[Any]]]] = []
    for node, ids in wanted.values():
        by_id = found[node.view.table.sql, node.select]
        wave.append((node, [by_id[row_id] for row_id in ids if row_id in by_id]))
        # A row that is gone is known by its id alone; asking it for a column raises RowDeleted.
        _store_bare(data[node.view.key]["rows"], node.view, [row_id for row_id in ids if row_id not in by_id])
    return wave


def _store(view_data: dict[str, Any], node: Node, rows: Sequence[Sequence[Any]]) -> None:
    """A row is a list of the columns that the spec announces, or a dict by column number if it has others."""
    spec, stored = view_data["spec"], view_data["rows"]
    names = [column.name for column in node.columns]
    compact = names == [col["name"] for col, cached in zip(spec["cols"], spec["cache"], strict=True) if cached]
    keys = [] if compact else [str(list(node.view.columns).index(name)) for name in names]
    for row in rows:
        row_id = row[-1]
        values = list(row)
        if node.datetimes:
            _restore_zones(values, node.datetimes)
        for position in node.media:
            if values[position] is not None:
                values[position] = StoredMedia(*values[position]).lazy()
        values[-1] = node.view.row_capability(row_id)
        if compact:
            stored[str(row_id)] = values
        elif len(stored.get(str(row_id), ())) <= 1:  # not there, or there by its id alone
            stored[str(row_id)] = {**dict(zip(keys, values, strict=False)), "c": values[-1]}


def _restore_zones(values: list[Any], datetimes: Iterable[tuple[int, str]]) -> None:
    """Takes the zones out of a row's values and puts its datetimes into them."""
    zones = values.pop(-2) or {}
    for position, column_id in datetimes:
        if values[position] is not None:
            values[position] = in_zone(values[position], zones.get(column_id))


def _store_bare(stored: dict[str, Any], view: View, ids: Iterable[int]) -> None:
    for row_id in ids:
        stored.setdefault(str(row_id), {"c": view.row_capability(row_id)})
