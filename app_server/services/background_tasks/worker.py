"""The worker: takes tasks from the queue and runs them, several at a time; finds those whose process has died."""

from __future__ import annotations

import asyncio
import functools
import itertools
import logging
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import procrastinate
import psycopg
from procrastinate import sql
from procrastinate.exceptions import ProcrastinateException
from procrastinate.job_context import AbortReason, JobContext
from procrastinate.jobs import Job, Notification, Status
from procrastinate.manager import JobManager, NotificationCallback

from . import queue
from .records import MAX_ATTEMPTS
from .running import RunningTask

if TYPE_CHECKING:
    from .tasks import BackgroundTasks

CONCURRENCY = 4
STATE_SECONDS = 0.25
STOP_SECONDS = 5
KNOCK_AGAIN_SECONDS = 0.05
GRACE_SECONDS = 3
TEND_SECONDS = 5
TENDS_PER_PRUNE = 60
RESTART_SECONDS = 2
DAY_SECONDS = 86400
LIVENESS_LOCK = 7_203_102
TENDING_LOCK = 7_203_103
SEARCH_PATH = f"-c search_path={queue.SCHEMA}"

log = logging.getLogger(__name__)


class LivingJobManager(JobManager):
    """Registers a worker under a lock that PostgreSQL holds exactly as long as the worker's process lives."""

    def __init__(self, connector: procrastinate.PsycopgConnector, url: str) -> None:
        super().__init__(connector)
        self._url = url
        self._life: psycopg.AsyncConnection[Any] | None = None

    async def register_worker(self) -> int:
        self._life = await psycopg.AsyncConnection.connect(self._url, autocommit=True, options=SEARCH_PATH)
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
            await asyncio.sleep(RESTART_SECONDS)

    async def require_life(self) -> None:
        """Raise when the lock is lost: another worker may take this one for dead, so it must begin again."""
        assert self._life is not None
        await self._life.execute("select 1")

    async def unregister_worker(self, worker_id: int) -> None:
        await super().unregister_worker(worker_id)
        if self._life is not None:
            await self._life.close()


class Worker:
    """Runs an instance's background tasks and schedules, in a thread with an event loop, until it is stopped."""

    def __init__(self, tasks: BackgroundTasks, concurrency: int = CONCURRENCY) -> None:
        self._tasks = tasks
        self._concurrency = concurrency
        self._stopping = threading.Event()
        self._stop_asked: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="background tasks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let tasks end for three seconds; those that do not go back into the queue. Returns when all have stopped."""
        self._stopping.set()
        if self._loop is not None and self._stop_asked is not None:
            try:
                self._loop.call_soon_threadsafe(self._stop_asked.set)
            except RuntimeError:
                return  # the loop has ended by itself
        self._thread.join(GRACE_SECONDS + 2 * STOP_SECONDS)

    def _run(self) -> None:
        asyncio.run(self._work_until_stopped())

    async def _work_until_stopped(self) -> None:
        self._stop_asked = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            try:
                await self._work(self._stop_asked)
            except Exception as error:  # noqa: BLE001 (the worker outlives whatever befalls the database)
                log.error("The worker of background tasks starts again: %s: %s", type(error).__name__, error)
                await asyncio.sleep(RESTART_SECONDS)

    async def _work(self, stop_asked: asyncio.Event) -> None:
        url = self._tasks.instance.database.url
        connector = procrastinate.PsycopgConnector(
            conninfo=url, min_size=1, max_size=self._concurrency + 3, kwargs={"options": SEARCH_PATH}
        )
        app = procrastinate.App(connector=connector)
        app.job_manager = jobs = LivingJobManager(connector, url)
        app.task(name=queue.RUN_TASK, pass_context=True, retry=queue.RetryWhenInterrupted())(self._run_task)
        for name, handler in queue.handlers.items():
            app.task(name=name)(functools.partial(handler, self._tasks.instance))
        async with app.open_async(), asyncio.TaskGroup() as group:
            await self._revive_stalled(app)  # before the worker looks for jobs the first time
            tending = group.create_task(self._tend(app, jobs))
            working = group.create_task(
                app.run_worker_async(
                    concurrency=self._concurrency,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                    stalled_worker_timeout=DAY_SECONDS,
                )
            )
            await stop_asked.wait()
            tending.cancel()
            working.cancel()

    async def _run_task(self, context: JobContext, task_id: str) -> None:
        record = await asyncio.to_thread(self._tasks.records.begin_attempt, task_id)
        if record is None:
            return
        task = RunningTask(self._tasks.instance, self._tasks.records, self._tasks.values, record)
        self._tasks.running[task_id] = task
        task.start()
        try:
            while not await task.ended_within(STATE_SECONDS):
                await asyncio.to_thread(task.save_state)
        except asyncio.CancelledError:
            task.stop()
            await task.ended_within(STOP_SECONDS)
            if context.abort_reason() == AbortReason.SHUTDOWN:
                await asyncio.to_thread(self._tasks.records.forget_attempt, task_id)
                raise queue.Interrupted from None
        finally:
            self._tasks.running.pop(task_id, None)

    async def _tend(self, app: procrastinate.App, jobs: LivingJobManager) -> None:
        """Every five seconds, give what dead workers left to living ones; now and then, forget old tasks."""
        for number in itertools.count():
            await self._revive_stalled(app)
            if number % TENDS_PER_PRUNE == 0:
                await asyncio.to_thread(self._tasks.prune)
            await asyncio.sleep(TEND_SECONDS)
            await jobs.require_life()

    async def _revive_stalled(self, app: procrastinate.App) -> None:
        assert isinstance(app.connector, procrastinate.PsycopgConnector)
        async with app.connector.pool.connection() as connection:
            # A lock that can be had belongs to a worker whose process is gone.
            await connection.execute(
                "delete from procrastinate_workers where pg_try_advisory_xact_lock(%s, id::int)", (LIVENESS_LOCK,)
            )
            await connection.commit()
            only_one = await connection.execute("select pg_try_advisory_xact_lock(%s)", (TENDING_LOCK,))
            if await only_one.fetchone() == (True,):
                for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DAY_SECONDS):
                    await self._revive(app, job)

    async def _revive(self, app: procrastinate.App, job: Job) -> None:
        record = None
        if job.task_name == queue.RUN_TASK:
            record = await asyncio.to_thread(self._tasks.records.find, str(job.task_kwargs["task_id"]))
        if record is not None and record.attempts >= MAX_ATTEMPTS:
            log.error("Background task %s (%s) ended its process %s times", record.task_name, record.id, MAX_ATTEMPTS)
            message = f"The server's process ended {MAX_ATTEMPTS} times while this task was running."
            error = {"type": "anvil.server.ExecutionTerminatedError", "message": message, "trace": []}
            await asyncio.to_thread(self._tasks.records.finish, record.id, "failed", error=error)
            await app.job_manager.finish_job(job=job, status=Status.FAILED, delete_job=True)
            return
        log.warning("Running %s again: its process has ended", record.task_name if record else job.task_name)
        await app.job_manager.retry_job(job=job)
