"""What the bookkeeping tables learn of a migration's steps, each in the step's own transaction."""

from __future__ import annotations

from typing import Any

from psycopg import Connection

from .rules import Rule
from .steps import Statement
from .wanted import Wanted, WantedColumn, WantedTable

KEEP_TABLE = """
INSERT INTO anvil.tables (name, title, client, server) VALUES (%s, %s, %s, %s)
ON CONFLICT (name) DO UPDATE SET title = excluded.title, client = excluded.client, server = excluded.server
"""
KEEP_COLUMN = """
INSERT INTO anvil.table_columns (table_id, name, type, target, client_hidden, position)
SELECT id, %s, %s, (SELECT id FROM anvil.tables WHERE name = %s), %s, %s FROM anvil.tables WHERE name = %s
ON CONFLICT (table_id, name) DO UPDATE SET type = excluded.type, target = excluded.target,
    client_hidden = excluded.client_hidden, position = excluded.position, created = false
"""
# After those of the manifest, in the order of their making.
KEEP_CREATED_COLUMN = """
INSERT INTO anvil.table_columns (table_id, name, type, target, client_hidden, position, created)
VALUES (%s, %s, %s, %s::bigint, false, 1000000, true) ON CONFLICT (table_id, name) DO NOTHING
"""
KEEP_RULE = """
INSERT INTO anvil.table_rules (name, table_name, kind, definition, message) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (name) DO UPDATE SET table_name = excluded.table_name, kind = excluded.kind,
    definition = excluded.definition, message = excluded.message
"""
OF_TABLE = "table_id = (SELECT id FROM anvil.tables WHERE name = %s)"


def keep_table(table: WantedTable) -> Statement:
    return KEEP_TABLE, (table.name, table.title, table.client, table.server)


def keep_column(table: str, column: WantedColumn, position: int = 0) -> Statement:
    """A link to a table that is not there yet has no target until :func:`keep_all`."""
    return KEEP_COLUMN, (column.name, column.type, column.target, column.client_hidden, position, table)


def keep_created_column(table_id: int, column: WantedColumn) -> Statement:
    """A column that the manifest does not have; its ``target`` is a table's id."""
    return KEEP_CREATED_COLUMN, (table_id, column.name, column.type, column.target)


def new_table(table: WantedTable) -> tuple[Statement, ...]:
    return (keep_table(table), *(keep_column(table.name, *pair) for pair in _positions(table)))


def _positions(table: WantedTable) -> list[tuple[WantedColumn, int]]:
    return [(column, position) for position, column in enumerate(table.columns)]


def rename_table(was: str, name: str) -> Statement:
    return "UPDATE anvil.tables SET name = %s WHERE name = %s", (name, was)


def rename_column(table: str, was: str, name: str) -> Statement:
    return f"UPDATE anvil.table_columns SET name = %s WHERE name = %s AND {OF_TABLE}", (name, was, table)


def forget_table(name: str) -> Statement:
    return "DELETE FROM anvil.tables WHERE name = %s", (name,)


def forget_column(table: str, name: str) -> Statement:
    return f"DELETE FROM anvil.table_columns WHERE name = %s AND {OF_TABLE}", (name, table)


def keep_rule(rule: Rule) -> Statement:
    return KEEP_RULE, (rule.name, rule.table, rule.kind, rule.create, rule.message)


def forget_rule(name: str) -> Statement:
    return "DELETE FROM anvil.table_rules WHERE name = %s", (name,)


def keep_all(connection: Connection[Any], wanted: Wanted) -> None:
    """Note everything as it is wanted: titles, access, links' targets, the order of columns, messages of rules."""
    statements = [
        *map(keep_table, wanted.tables),
        *(keep_column(table.name, *pair) for table in wanted.tables for pair in _positions(table)),
        *map(keep_rule, wanted.rules),
    ]
    with connection.transaction():
        for sql, params in statements:
            connection.execute(sql, params)
