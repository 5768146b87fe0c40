"""Applying a plan: one process at a time, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import Connection

from ...errors import StartError
from .catalogue import forget
from .schema import Plan, Step, Wanted, WantedTable, plan_on

if TYPE_CHECKING:
    from ...database import Database

MIGRATION_LOCK = 7_203_102


def apply(plan: Plan, database: Database, *, allow_loss: bool = False) -> tuple[Step, ...]:
    """Bring the database to what the plan wants; returns the steps taken.

    The steps are worked out again under the lock, since another process may have taken them meanwhile.
    Raises StartError when data would be lost and ``allow_loss`` is not given, or when a rule does not fit the rows.
    """
    with database.atomic() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [MIGRATION_LOCK])
        current = plan_on(connection, plan.wanted)
        if current.losses and not allow_loss:
            lost = " ".join(step.sentence for step in current.losses)
            raise StartError(f"The database was not changed, because data would be lost: {lost} Allow it explicitly.")
        for step in current.steps:
            _take(connection, step)
        _keep_books(connection, plan.wanted)
    forget(database)
    return current.steps


def _take(connection: Connection[Any], step: Step) -> None:
    try:
        connection.execute(step.sql)
    except (psycopg.ProgrammingError, psycopg.IntegrityError) as error:
        raise StartError(f"{step.sentence} That failed: {error.diag.message_primary}.") from error


def _keep_books(connection: Connection[Any], wanted: Wanted) -> None:
    names = [table.name for table in wanted.tables]
    connection.execute("DELETE FROM anvil.tables WHERE name <> ALL(%s)", [names])
    ids = {table.name: _keep_table(connection, table) for table in wanted.tables}
    for table in wanted.tables:
        _keep_columns(connection, table, ids)
    connection.execute("DELETE FROM anvil.table_rules")
    for rule in wanted.rules:
        connection.execute(
            "INSERT INTO anvil.table_rules (name, table_name, kind, definition, message) VALUES (%s, %s, %s, %s, %s)",
            [rule.name, rule.table, rule.kind, rule.create, rule.message],
        )


def _keep_table(connection: Connection[Any], table: WantedTable) -> int:
    row = connection.execute(
        """
        INSERT INTO anvil.tables (name, title, client, server) VALUES (%s, %s, %s, %s)
        ON CONFLICT (name) DO UPDATE SET title = excluded.title, client = excluded.client, server = excluded.server
        RETURNING id
        """,
        [table.name, table.title, table.client, table.server],
    ).fetchone()
    assert row is not None
    return row[0]


def _keep_columns(connection: Connection[Any], table: WantedTable, ids: Mapping[str, int]) -> None:
    names = [column.name for column in table.columns]
    connection.execute(
        "DELETE FROM anvil.table_columns WHERE table_id = %s AND name <> ALL(%s)", [ids[table.name], names]
    )
    for position, column in enumerate(table.columns):
        connection.execute(
            """
            INSERT INTO anvil.table_columns (table_id, name, type, target, client_hidden, position)
            VALUES (%s, %s, %s, %s, %s, %s)
            ON CONFLICT (table_id, name) DO UPDATE SET
                type = excluded.type, target = excluded.target,
                client_hidden = excluded.client_hidden, position = excluded.position
            """,
            [ids[table.name], column.name, column.type, ids.get(column.target or ""), column.client_hidden, position],
        )
