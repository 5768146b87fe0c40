"""Applying a plan: one process at a time, step by step, so that others can go on writing.

Each step is in the books when it is done, so an interrupted migration can simply be run again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import Connection, errors

from ...errors import StartError
from . import books, changes
from .catalogue import forget, quoted
from .schema import plan_on
from .steps import Plan, Statement, Step

if TYPE_CHECKING:
    from ...database import Database

MIGRATION_LOCK = 7_203_102
# How long others may wait behind a step that itself waits for a table, and how often it is tried again.
LOCK_TIMEOUT_MILLISECONDS = 200
ATTEMPTS = 100
PAUSE_SECONDS = 0.5
UNFINISHED = """
SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE NOT i.indisvalid AND c.relnamespace = 'data'::regnamespace
AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
"""


def apply(plan: Plan, database: Database, *, yes_drop: bool = False) -> tuple[Step, ...]:
    """Bring the database to what the plan wants; returns the steps taken.

    The steps are worked out again under the lock, since another process may have taken them meanwhile.
    Raises StartError when data would be lost and ``yes_drop`` is not given, or when a rule does not fit the rows;
    the steps before that one stay taken.
    """
    with _alone(database) as connection:
        _drop_unfinished(connection)
        current = plan_on(connection, plan.wanted)
        if current.losses and not yes_drop:
            lost = " ".join(step.sentence for step in current.losses)
            raise StartError(f"The database was not changed, because data would be lost: {lost} --yes-drop allows it.")
        try:
            for step in current.steps:
                _take(connection, step)
            books.keep_all(connection, current.wanted)
        finally:
            forget(database)
            if current.steps:
                database.forget_plans()
                changes.tell_of_migration(database)
    return current.steps


@contextmanager
def _alone(database: Database) -> Iterator[Connection[Any]]:
    """A connection of its own: whatever ends it, the lock goes with it."""
    connection = psycopg.connect(database.url, autocommit=True)
    try:
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        yield connection
    finally:
        connection.close()


def _drop_unfinished(connection: Connection[Any]) -> None:
    """An index that was being made when a migration was interrupted is never used, but slows every change down."""
    for (name,) in connection.execute(UNFINISHED).fetchall():
        connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS data.{quoted(name)}".encode())


def _take(connection: Connection[Any], step: Step) -> None:
    plain = [(statement, ()) for statement in step.statements]
    try:
        _retried(connection, [*plain, *(() if step.alongside else step.books)])
        for statement in step.alongside:
            connection.execute(statement.encode())
    except (psycopg.ProgrammingError, psycopg.IntegrityError, psycopg.DataError) as error:
        _drop_unfinished(connection)
        _retried(connection, [(statement, ()) for statement in step.undo])
        raise StartError(f"{step.sentence} That failed: {error.diag.message_primary}.") from error
    if step.alongside:
        _retried(connection, step.books)


def _retried(connection: Connection[Any], statements: Sequence[Statement]) -> None:
    """One transaction, which gives way to others when it cannot have its table at once. Raises StartError."""
    for _ in range(ATTEMPTS):
        try:
            with connection.transaction():
                connection.execute(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MILLISECONDS}")
                for sql, params in statements:
                    connection.execute(sql.encode(), params or None)
            return
        except errors.LockNotAvailable:
            time.sleep(PAUSE_SECONDS * (0.5 + random.random()))  # noqa: S311 (no secret)
    raise StartError(f"{statements[0][0]}: the table was in use all the time. Try again later.")
