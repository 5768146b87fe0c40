"""Scheduled tasks of the manifest: each due time is a job in the queue, so that many workers start it once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson

from ..background_tasks import queue
from .time_spec import latest_run, missed_runs, next_run, parse_time_spec

if TYPE_CHECKING:
    from psycopg import Connection

    from ...database import Database
    from ...instance import Instance

SCHEMA_SQL = """
create table if not exists anvil.schedules (
    job_id text primary key,
    task_name text not null,
    time_spec jsonb not null,
    next_run timestamptz not null,
    queue_job bigint not null
);
alter table anvil.schedules add column if not exists missed_runs bigint not null default 0;
alter table anvil.schedules add column if not exists last_missed timestamptz;
"""
SYNC_LOCK = 7_203_104
START_SCHEDULED = "start scheduled task"

log = logging.getLogger(__name__)


def start(instance: Instance) -> None:
    """Bring the queue to what the manifest says.

    A schedule that has not changed keeps its next time, unless that is so far away that the clock was set back since.
    """
    now = datetime.now(UTC)
    wanted = {entry["job_id"]: entry for entry in instance.app.scheduled_tasks if _is_meaningful(entry)}
    with instance.database.atomic() as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", (SYNC_LOCK,))
        kept = {}
        for job_id, name, spec, planned, queue_job in connection.execute(
            "select job_id, task_name, time_spec, next_run, queue_job from anvil.schedules"
        ).fetchall():
            entry = wanted.get(job_id)
            is_same = entry and (entry["task_name"], entry["time_spec"]) == (name, spec)
            if entry and is_same and planned <= latest_run(parse_time_spec(spec), now):
                kept[job_id] = entry
                continue
            queue.cancel(connection, queue_job)
            connection.execute("delete from anvil.schedules where job_id = %s", (job_id,))
            # Times that are still to come have not had their run, whatever the clock said before.
            connection.execute(
                "update anvil.background_tasks set due_at = null where schedule = %s and due_at > %s", (job_id, now)
            )
        for job_id, entry in wanted.items():
            if job_id not in kept:
                _plan(connection, entry, next_run(parse_time_spec(entry["time_spec"]), now))


@queue.job(START_SCHEDULED)
def start_due(instance: Instance, job_id: str, due_at: str) -> None:
    """Launch the task that was due then, unless its last run still goes on, and plan the next; both or neither."""
    due, now = datetime.fromisoformat(due_at), datetime.now(UTC)
    with instance.database.atomic() as connection:
        row = connection.execute(
            "select task_name, time_spec from anvil.schedules where job_id = %s and next_run = %s for update",
            (job_id, due),
        ).fetchone()
        if row is None:
            return  # the schedule was changed, or another worker did this
        entry = {"job_id": job_id, "task_name": row[0], "time_spec": row[1]}
        spec = parse_time_spec(entry["time_spec"])
        missed = missed_runs(spec, due, now)
        if missed:
            log.warning("Schedule %s: %s runs were missed since %s; running once", job_id, missed, due_at)
            _note_missed(connection, job_id, missed)
        if _is_still_running(connection, job_id):
            log.warning("Schedule %s: the run due at %s is left out, the last one still goes on", job_id, due_at)
            _note_missed(connection, job_id, 1)
        else:
            instance.tasks.launch(entry["task_name"], launched_by="scheduled_task", schedule=job_id, due_at=due)
        _plan(connection, entry, next_run(spec, now, last=due))


def _plan(connection: Connection[Any], entry: Mapping[str, Any], at: datetime) -> None:
    """Queue the next start of a schedule."""
    job = queue.defer(connection, START_SCHEDULED, at=at, job_id=entry["job_id"], due_at=at.isoformat())
    connection.execute(
        """
        insert into anvil.schedules (job_id, task_name, time_spec, next_run, queue_job) values (%s, %s, %s, %s, %s)
        on conflict (job_id) do update set next_run = excluded.next_run, queue_job = excluded.queue_job
        """,
        (entry["job_id"], entry["task_name"], orjson.dumps(entry["time_spec"]).decode(), at, job),
    )


def missed_runs_of(database: Database) -> dict[str, int]:
    """How many runs of each schedule did not happen since it was planned, by ``job_id``."""
    with database.connection() as connection:
        return dict(connection.execute("select job_id, missed_runs from anvil.schedules").fetchall())


def _note_missed(connection: Connection[Any], job_id: str, count: int) -> None:
    """Keep the number for whoever asks later: the log may be gone by then."""
    connection.execute(
        "update anvil.schedules set missed_runs = missed_runs + %s, last_missed = now() where job_id = %s",
        (count, job_id),
    )


def _is_still_running(connection: Connection[Any], job_id: str) -> bool:
    running = connection.execute(
        "select 1 from anvil.background_tasks where schedule = %s and status is null", (job_id,)
    ).fetchone()
    return running is not None


def _is_meaningful(entry: Mapping[str, Any]) -> bool:
    """A schedule that says nothing sensible is left out, and the log says why."""
    try:
        parse_time_spec(entry["time_spec"])
    except (ValueError, KeyError, TypeError) as error:
        log.error("Schedule %s is left out: %s", entry.get("job_id"), error)
        return False
    return bool(entry.get("task_name"))
