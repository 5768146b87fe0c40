"""What is known of each background task: a row of ``anvil.background_tasks``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson

from ...database import Database

Status = Literal["completed", "failed", "killed"]
KEPT_FINISHED = 1000
MAX_ATTEMPTS = 3
COLUMNS = "id, task_name, status, start_time, arguments, state, result, error, attempts, job_id, launched_by"

SCHEMA_SQL = """
create table if not exists anvil.background_tasks (
    id text primary key,
    task_name text not null,
    arguments json not null,
    state json,
    result json,
    error json,
    status text check (status in ('completed', 'failed', 'killed')),
    attempts int not null default 0,
    job_id bigint,
    schedule text,
    due_at timestamptz,
    start_time timestamptz not null default now(),
    finished_at timestamptz,
    unique (schedule, due_at)
);
alter table anvil.background_tasks add column if not exists launched_by text not null default 'server_module';
create index if not exists background_tasks_finished_at on anvil.background_tasks (finished_at);
create index if not exists background_tasks_job_id on anvil.background_tasks (job_id) where status is null;
"""
PRUNE = """
with forgotten as (
    delete from anvil.background_tasks where id in (
        select id from anvil.background_tasks where finished_at is not null order by finished_at desc offset %s
    ) returning arguments
), emptied as (
    delete from anvil.media where id in (
        select media.value::uuid from forgotten, json_each_text(forgotten.arguments -> 'media') as media
    )
)
select count(*) from forgotten
"""


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """One task. ``status`` is None until it has ended; ``arguments``, ``state`` and ``result`` are encoded."""

    id: str
    task_name: str
    status: Status | None
    start_time: datetime
    arguments: dict[str, Any]
    state: dict[str, Any] | None
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    attempts: int
    job_id: int | None
    launched_by: str


class Records:
    """Reads and writes the rows; what is called inside a table transaction takes part in it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(
        self,
        task_id: str,
        name: str,
        arguments: str,
        launched_by: str,
        schedule: str | None = None,
        due_at: datetime | None = None,
    ) -> bool:
        """A new task that waits to run. False when this schedule's run at that time is there already."""
        with self.database.connection() as connection:
            added = connection.execute(
                """
                insert into anvil.background_tasks (id, task_name, arguments, launched_by, schedule, due_at)
                values (%s, %s, %s, %s, %s, %s) on conflict (schedule, due_at) do nothing
                """,
                (task_id, name, arguments, launched_by, schedule, due_at),
            )
        return added.rowcount == 1

    def set_job(self, task_id: str, job_id: int) -> None:
        with self.database.connection() as connection:
            connection.execute("update anvil.background_tasks set job_id = %s where id = %s", (job_id, task_id))

    def find(self, task_id: str) -> TaskRecord | None:
        with self.database.connection() as connection:
            row = connection.execute(
                f"select {COLUMNS} from anvil.background_tasks where id = %s",  # noqa: S608 (our own columns)
                (task_id,),
            ).fetchone()
        return TaskRecord(*row) if row else None

    def list_ids(self) -> list[str]:
        """Every task's id, in the order in which they were launched."""
        with self.database.connection() as connection:
            rows = connection.execute("select id from anvil.background_tasks order by start_time, id").fetchall()
        return [row[0] for row in rows]

    def begin_attempt(self, task_id: str) -> TaskRecord | None:
        """Count an attempt; None when the task has ended, e.g. was killed while it waited."""
        with self.database.connection() as connection:
            row = connection.execute(
                f"""
                update anvil.background_tasks set attempts = attempts + 1
                where id = %s and status is null returning {COLUMNS}
                """,  # noqa: S608 (our own columns)
                (task_id,),
            ).fetchone()
        return TaskRecord(*row) if row else None

    def forget_attempt(self, task_id: str) -> None:
        """An attempt that an orderly stop of the server cut short does not count."""
        with self.database.connection() as connection:
            connection.execute(
                "update anvil.background_tasks set attempts = attempts - 1 where id = %s and attempts > 0", (task_id,)
            )

    def save_state(self, task_id: str, state: str) -> None:
        with self.database.connection() as connection:
            connection.execute(
                "update anvil.background_tasks set state = %s where id = %s and status is null", (state, task_id)
            )

    def finish(
        self,
        task_id: str,
        status: Status,
        *,
        state: str | None = None,
        result: str | None = None,
        error: dict[str, Any] | None = None,
    ) -> bool:
        """End a task; False when it had ended already. A state of None leaves the one that is stored."""
        with self.database.connection() as connection:
            ended = connection.execute(
                """
                update anvil.background_tasks
                set status = %s, state = coalesce(%s, state), result = %s, error = %s, finished_at = now()
                where id = %s and status is null
                """,
                (status, state, result, None if error is None else orjson.dumps(error, default=str).decode(), task_id),
            )
        return ended.rowcount == 1

    def prune(self) -> int:
        """Forget all but the thousand tasks that ended last, with the media of their arguments; returns how many.

        PostgreSQL does it by itself: what many tasks were given would make this process grow.
        """
        with self.database.connection() as connection:
            row = connection.execute(PRUNE, (KEPT_FINISHED,)).fetchone()
        assert row is not None
        return int(row[0])
