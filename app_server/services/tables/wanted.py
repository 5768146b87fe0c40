"""What an app wants of its database, as ``anvil.yaml`` and ``database.yaml`` say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import StartError
from .catalogue import ACCESS, LINKS, ROW_ID, SQL_TYPES, ZONES
from .rules import LONGEST_NAME, Hints, Rule, read_document, read_hints, read_rules


@dataclass(frozen=True, slots=True)
class WantedColumn:
    """A column as ``anvil.yaml`` declares it; ``target`` is a table's python name."""

    name: str
    type: str
    target: str | None
    client_hidden: bool


def sql_type(column: WantedColumn) -> str:
    """The column's type in SQL; texts sort by code point."""
    return f'{SQL_TYPES[column.type]} COLLATE "pg_c_utf8"' if column.type == "string" else SQL_TYPES[column.type]


@dataclass(frozen=True, slots=True)
class WantedTable:
    """A table as ``anvil.yaml`` declares it."""

    name: str
    title: str
    client: str
    server: str
    columns: tuple[WantedColumn, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything an app wants of its database."""

    tables: tuple[WantedTable, ...]
    rules: tuple[Rule, ...]
    hints: Hints


def read_wanted(db_schema: Mapping[str, Mapping[str, Any]], *folders: Path) -> Wanted:
    """Check what the files of an app say, and those of what it depends on, after it. Raises StartError."""
    tables = tuple(_wanted_table(name, entry, db_schema) for name, entry in db_schema.items())
    columns = {table.name: {column.name: column.type for column in table.columns} for table in tables}
    documents = [read_document(folder) for folder in reversed(folders)]
    rules = {rule.name: rule for document in documents for rule in read_rules(document, columns)}
    # What an app says of a table that has another name by now is its own affair.
    return Wanted(tables, tuple(rules.values()), read_hints(documents[-1], columns))


def _wanted_table(name: str, entry: Mapping[str, Any], db_schema: Mapping[str, Any]) -> WantedTable:
    where = f"anvil.yaml, table {name}"
    access = {side: str(entry.get(side, default)) for side, default in (("client", "none"), ("server", "full"))}
    if not set(access.values()) <= set(ACCESS):
        raise StartError(f"{where}: client and server are one of {', '.join(ACCESS)}.")
    columns = tuple(_wanted_column(where, column, db_schema) for column in entry.get("columns") or [])
    _check_names(where, [name], ())
    _check_names(where, [column.name for column in columns], (ROW_ID, ZONES))
    return WantedTable(name, str(entry.get("title") or name), access["client"], access["server"], columns)


def _wanted_column(where: str, entry: Mapping[str, Any], db_schema: Mapping[str, Any]) -> WantedColumn:
    if "name" not in entry or entry.get("type") not in SQL_TYPES:
        raise StartError(
            f"{where}: a column needs a name and a type out of {', '.join(SQL_TYPES)}; found {dict(entry)}."
        )
    target = entry.get("target") if entry["type"] in LINKS else None
    if entry["type"] in LINKS and target not in db_schema:
        raise StartError(f"{where}: the link {entry['name']} needs a target that is a table; found {target!r}.")
    return WantedColumn(entry["name"], entry["type"], target, bool(entry.get("client_hidden")))


def _check_names(where: str, names: Sequence[str], reserved: Sequence[str]) -> None:
    if len(set(names)) != len(names):
        raise StartError(f"{where}: a column name is used twice.")
    for name in names:
        if not name or name in reserved or len(name.encode()) > LONGEST_NAME:
            raise StartError(f"{where}: {name!r} cannot be a name; it is empty, reserved or over {LONGEST_NAME} bytes.")
