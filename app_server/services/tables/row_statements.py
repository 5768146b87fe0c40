"""The statements that add and change rows. Values come as texts, and a statement's text depends on columns alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg import Connection

from . import zones
from .catalogue import ROW_ID, Column, Table

Texts = Sequence[str | None]


def insert_one(connection: Connection[Any], table: Table, columns: Sequence[Column], texts: Texts) -> int:
    """Add a row; returns its id."""
    if not columns:
        statement = f"INSERT INTO {table.sql} DEFAULT VALUES RETURNING {ROW_ID}"
    else:
        names = ", ".join(column.sql for column in columns)
        values = ", ".join(_value(column, "%s") for column in columns)
        statement = f"INSERT INTO {table.sql} ({names}) VALUES ({values}) RETURNING {ROW_ID}"
    row = connection.execute(statement, texts).fetchone()
    assert row is not None
    return row[0]


def insert_many(
    connection: Connection[Any], table: Table, columns: Sequence[Column], lists: Sequence[Texts]
) -> list[int]:
    """Add any number of rows with one statement: a list of texts per column. The ids come in the rows' order."""
    names = ", ".join(column.sql for column in columns)
    values = ", ".join(_value(column, f"c{index}") for index, column in enumerate(columns))
    statement = (
        f"INSERT INTO {table.sql} ({names}) SELECT {values} FROM {_unnested(len(columns))} "
        f"ORDER BY position RETURNING {ROW_ID}"
    )
    return sorted(row[0] for row in connection.execute(statement, [*map(_array, lists)]))


def update_one(connection: Connection[Any], table: Table, columns: Sequence[Column], row_id: int, texts: Texts) -> int:
    """Change a row; returns how many there were, 1 or 0."""
    assignments = ", ".join(_assignment(column, "%s") for column in columns)
    statement = f"UPDATE {table.sql} SET {assignments} WHERE {ROW_ID} = %s::bigint"
    return connection.execute(statement, [*texts, row_id]).rowcount


def update_many(
    connection: Connection[Any], table: Table, columns: Sequence[Column], ids: Sequence[int], lists: Sequence[Texts]
) -> int:
    """Change any number of rows with one statement: a list of texts per column. Returns how many there were."""
    assignments = ", ".join(_assignment(column, f"given.c{index}") for index, column in enumerate(columns))
    given = _unnested(len(columns), "%s::bigint[], ")
    statement = f"UPDATE {table.sql} AS t SET {assignments} FROM {given} WHERE t.{ROW_ID} = given.row_id"
    return connection.execute(statement, [list(ids), *map(_array, lists)]).rowcount


def _array(texts: Texts) -> str:
    """An array as PostgreSQL writes it (8.15.6, Array Input and Output Syntax); psycopg takes many times as long."""
    return "{" + ",".join(map(_element, texts)) + "}"


def _element(text: str | None) -> str:
    return "NULL" if text is None else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _value(column: Column, given: str) -> str:
    return zones.stored(given) if column is zones.COLUMN else f"{given}::{column.cast}"


def _assignment(column: Column, given: str) -> str:
    value = zones.merged(given) if column is zones.COLUMN else f"{given}::{column.cast}"
    return f"{column.sql} = {value}"


def _unnested(width: int, first: str = "") -> str:
    arrays = ", ".join(["%s::text[]"] * width)
    names = ", ".join(f"c{index}" for index in range(width))
    return f"unnest({first}{arrays}) WITH ORDINALITY AS given ({'row_id, ' if first else ''}{names}, position)"
