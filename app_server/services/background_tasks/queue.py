"""The queue of background tasks: Procrastinate's jobs, in PostgreSQL schema ``procrastinate``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import procrastinate
from procrastinate.retry import BaseRetryStrategy, RetryDecision, RetryStrategy
from procrastinate.schema import SchemaManager

from ...database import SCHEMA_LOCK, Database

if TYPE_CHECKING:
    from procrastinate.jobs import Job
    from psycopg import Connection

SCHEMA = "procrastinate"
SEARCH_PATH = f"-c search_path={SCHEMA}"  # for connections of Procrastinate itself
RUN_TASK = "run background task"
# For the server's own jobs, which must happen some time.
RETRY_LATER = RetryStrategy(wait=30)

handlers: dict[str, Callable[..., None]] = {}


def job(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have ``run(instance, **args)`` answer jobs of that name, in a thread of the worker."""

    def register(run: Callable[..., None]) -> Callable[..., None]:
        handlers[name] = run
        return run

    return register


class Interrupted(Exception):
    """A job's process is stopping: the job goes back into the queue."""


class RetryWhenInterrupted(BaseRetryStrategy):
    """A job that failed is over; only one that its process could not finish is run again."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return RetryDecision() if isinstance(exception, Interrupted) else None


def ensure_schema(database: Database) -> None:
    """Make Procrastinate's tables, once for a database."""
    with database.atomic() as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", (SCHEMA_LOCK,))
        if connection.execute("select to_regclass('procrastinate.procrastinate_jobs')").fetchone() == (None,):
            connection.execute(f"create schema if not exists {SCHEMA}; set local search_path = {SCHEMA}")
            connection.execute(SchemaManager.get_schema().encode())


def defer(connection: Connection[Any], name: str, *, at: datetime | None = None, **args: Any) -> int:
    """Queue a job in the connection's transaction, now or at a time; returns its id."""
    with _in_schema(connection):
        return _sync_app().configure_task(name, schedule_at=at, connection=connection).defer(**args)


def cancel(connection: Connection[Any], job_id: int) -> None:
    """Take a waiting job out of the queue; tell the worker of a running one to stop."""
    with _in_schema(connection):
        _sync_app().job_manager.cancel_job_by_id(job_id, abort=True, delete_job=True, connection=connection)


@contextmanager
def _in_schema(connection: Connection[Any]) -> Iterator[None]:
    """Inside, Procrastinate's unqualified names are found; what raises leaves nothing behind, the path included."""
    with connection.transaction():
        path = connection.execute("select current_setting('search_path')").fetchone()
        connection.execute(f"set local search_path = {SCHEMA}")
        yield
        connection.execute("select set_config('search_path', %s, true)", path)


@lru_cache(maxsize=1)
def _sync_app() -> procrastinate.App:
    """An app without a connection of its own: whoever queues a job brings one."""
    return procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
