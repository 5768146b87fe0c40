"""Which workers live, and what becomes of the jobs of those that do not."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Iterable
from typing import Any

import procrastinate
import psycopg
from procrastinate import sql
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Job, Notification, Status
from procrastinate.manager import JobManager, NotificationCallback

from . import queue
from .records import MAX_ATTEMPTS, Records

LISTEN_AGAIN_SECONDS = 2
KNOCK_AGAIN_SECONDS = 0.05
# Never by heartbeat, which a clock that is set forward makes old: who lives holds a lock.
NEVER_SECONDS = 100 * 365 * 86400
LIVENESS_LOCK = 7_203_102
TENDING_LOCK = 7_203_103

log = logging.getLogger(__name__)


class LivingJobManager(JobManager):
    """Registers a worker under a lock that PostgreSQL holds exactly as long as the worker's process lives."""

    def __init__(self, connector: procrastinate.PsycopgConnector, url: str) -> None:
        super().__init__(connector)
        self._url = url
        self._life: psycopg.AsyncConnection[Any] | None = None

    async def register_worker(self) -> int:
        self._life = await psycopg.AsyncConnection.connect(self._url, autocommit=True, options=queue.SEARCH_PATH)
        # Nobody sees the worker before the lock is held.
        async with self._life.transaction():
            row = await (await self._life.execute(sql.queries["register_worker"])).fetchone()
            assert row is not None
            await self._life.execute("select pg_advisory_lock(%s, %s)", (LIVENESS_LOCK, row[0]))
        return row[0]

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """Listen again whenever the connection is lost, and tell of each new job twice.

        The worker forgets what it is told while it asks for jobs, and would look again after five seconds only.
        """
        loop = asyncio.get_running_loop()

        async def knock_twice(*, channel: str, notification: Notification) -> None:
            await on_notification(channel=channel, notification=notification)
            again = functools.partial(on_notification, channel=channel, notification=notification)
            loop.call_later(KNOCK_AGAIN_SECONDS, lambda: asyncio.ensure_future(again()))

        while True:
            try:
                await super().listen_for_jobs(on_notification=knock_twice, queues=queues)
            except (psycopg.Error, ProcrastinateException) as error:
                log.warning("Listening for background tasks begins again: %s", error)
            await asyncio.sleep(LISTEN_AGAIN_SECONDS)

    async def require_life(self) -> None:
        """Raise when the lock is lost: another worker may take this one for dead, so it must begin again."""
        assert self._life is not None
        await self._life.execute("select 1")

    async def unregister_worker(self, worker_id: int) -> None:
        await super().unregister_worker(worker_id)
        if self._life is not None:
            await self._life.close()


async def revive_stalled(app: procrastinate.App, records: Records) -> None:
    """Give what dead workers left to living ones; one worker at a time does this."""
    assert isinstance(app.connector, procrastinate.PsycopgConnector)
    async with app.connector.pool.connection() as connection:
        # A lock that can be had belongs to a worker whose process is gone.
        await connection.execute(
            "delete from procrastinate_workers where pg_try_advisory_xact_lock(%s, id::int)", (LIVENESS_LOCK,)
        )
        await connection.commit()
        only_one = await connection.execute("select pg_try_advisory_xact_lock(%s)", (TENDING_LOCK,))
        if await only_one.fetchone() == (True,):
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=NEVER_SECONDS):
                await _revive(app, records, job)


async def _revive(app: procrastinate.App, records: Records, job: Job) -> None:
    record = None
    if job.task_name == queue.RUN_TASK:
        record = await asyncio.to_thread(records.find, str(job.task_kwargs["task_id"]))
    if record is not None and record.attempts >= MAX_ATTEMPTS:
        log.error("Background task %s (%s) ended its process %s times", record.task_name, record.id, MAX_ATTEMPTS)
        message = f"The server's process ended {MAX_ATTEMPTS} times while this task was running."
        error = {"type": "anvil.server.ExecutionTerminatedError", "message": message, "trace": []}
        await asyncio.to_thread(records.finish, record.id, "failed", error=error)
        await app.job_manager.finish_job(job=job, status=Status.FAILED, delete_job=True)
        return
    log.warning("Running %s again: its process has ended", record.task_name if record else job.task_name)
    await app.job_manager.retry_job(job=job)
