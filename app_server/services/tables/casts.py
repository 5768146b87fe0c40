"""Changing a column's type: which values are kept, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from .catalogue import SQL_TYPES, Column, quoted
from .wanted import WantedColumn, sql_type

# By old and new type: SQL that makes a value of the new type out of one of the old. Nothing is lost.
CONVERSIONS: dict[tuple[str, str], str] = {
    ("number", "string"): "{old}::text",
    ("bool", "string"): "{old}::text",
    ("date", "string"): "{old}::text",
    ("datetime", "string"): "to_char({old} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')",
    ("date", "datetime"): "{old}::timestamp AT TIME ZONE 'UTC'",
    ("string", "simpleObject"): "to_jsonb({old})",
    ("number", "simpleObject"): "to_jsonb({old})",
    ("bool", "simpleObject"): "to_jsonb({old})",
    ("link_single", "link_multiple"): "ARRAY[{old}]",
}
READABLE = frozenset({"number", "bool", "date", "datetime"})


@dataclass(frozen=True, slots=True)
class Cast:
    """SQL for the new value, and how many values it cannot convert."""

    using: str
    lost: int = 0

    def statements(self, table: str, had: Column, wanted: WantedColumn) -> tuple[str, ...]:
        column = f"ALTER TABLE data.{quoted(table)} ALTER COLUMN {quoted(had.name)}"
        empty_stays = f"CASE WHEN {quoted(had.name)} IS NOT NULL THEN {self.using} END"
        return (f"{column} TYPE {sql_type(wanted)} USING {empty_stays}",)


def cast_of(connection: Connection[Any], table: str, had: Column, wanted: WantedColumn) -> Cast | None:
    """How the values become those of the wanted type, or None when they cannot."""
    old = quoted(had.name)
    conversion = CONVERSIONS.get((had.type, wanted.type))
    if conversion is not None and (had.type != "link_single" or had.target is not None):
        return Cast(conversion.format(old=old))
    if had.type == "string" and wanted.type in READABLE:
        return _reading(connection, table, old, SQL_TYPES[wanted.type])
    return None


def _reading(connection: Connection[Any], table: str, old: str, type_: str) -> Cast:
    """Texts that PostgreSQL reads as the type; numbers that are finite."""
    valid = f"pg_input_is_valid({old}, '{type_}') AND lower({old}) NOT IN ('nan', 'infinity', '-infinity')"
    using = f"CASE WHEN {valid} THEN {old}::{type_} END"
    unread = f"SELECT count(*) FROM data.{quoted(table)} WHERE {old} IS NOT NULL AND NOT ({valid})"
    row = connection.execute(unread.encode()).fetchone()
    assert row is not None
    return Cast(using, row[0])


def forget_media(table: str, column: Column) -> tuple[str, ...]:
    """SQL that deletes the media of a column that is about to go."""
    if column.type != "media":
        return ()
    ids = f"SELECT ({quoted(column.name)}->>0)::uuid FROM data.{quoted(table)}"
    return (f"DELETE FROM anvil.media WHERE id IN ({ids})",)
