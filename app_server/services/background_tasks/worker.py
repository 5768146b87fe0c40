"""The worker: takes tasks from the queue and runs them, several at a time; finds those whose process has died."""

from __future__ import annotations

import asyncio
import functools
import itertools
import logging
import threading
from typing import TYPE_CHECKING

import procrastinate
import psycopg
from procrastinate.job_context import AbortReason, JobContext

from . import queue
from .liveness import NEVER_SECONDS, LivingJobManager, revive_stalled
from .running import RunningTask

if TYPE_CHECKING:
    from .tasks import BackgroundTasks

# Jobs are fetched and ended one after another: a few connections serve any number of tasks.
QUEUE_CONNECTIONS = 6
STATE_SECONDS = 0.25
STOP_SECONDS = 5
GRACE_SECONDS = 3
TEND_SECONDS = 5
TENDS_PER_PRUNE = 60
RESTART_SECONDS = 2

log = logging.getLogger(__name__)


class Worker:
    """Runs an instance's background tasks and schedules, in a thread with an event loop, until it is stopped."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self._tasks = tasks
        self._uncounted: set[str] = set()
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
            except* Exception as group:  # noqa: BLE001 (the worker outlives whatever befalls the database)
                log.error("the worker of background tasks starts again: %s", list(group.exceptions))
                await asyncio.sleep(RESTART_SECONDS)

    async def _work(self, stop_asked: asyncio.Event) -> None:
        url = self._tasks.instance.database.url
        connector = procrastinate.PsycopgConnector(
            conninfo=url, min_size=1, max_size=QUEUE_CONNECTIONS, kwargs={"options": queue.SEARCH_PATH}
        )
        app = procrastinate.App(connector=connector)
        app.job_manager = jobs = LivingJobManager(connector, url)
        app.task(name=queue.RUN_TASK, pass_context=True, retry=queue.RetryWhenInterrupted())(self._run_task)
        for name, handler in queue.handlers.items():
            app.task(name=name, retry=queue.RETRY_LATER)(functools.partial(handler, self._tasks.instance))
        async with app.open_async(), asyncio.TaskGroup() as group:
            await asyncio.to_thread(self._forget_attempts)
            await revive_stalled(app, self._tasks.records)  # before the worker looks for jobs the first time
            tending = group.create_task(self._tend(app, jobs))
            working = group.create_task(
                app.run_worker_async(
                    concurrency=self._tasks.instance.settings.tasks_at_once,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                    stalled_worker_timeout=NEVER_SECONDS,
                )
            )
            await stop_asked.wait()
            tending.cancel()
            working.cancel()

    async def _run_task(self, context: JobContext, task_id: str) -> None:
        try:
            record = await asyncio.to_thread(self._tasks.records.begin_attempt, task_id)
        except psycopg.OperationalError as error:
            raise queue.Interrupted from error
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
                self._uncounted.add(task_id)
                await asyncio.to_thread(self._forget_attempts)
                raise queue.Interrupted from None
        finally:
            self._tasks.running.pop(task_id, None)
        if task.is_cut_off:
            raise queue.Interrupted

    def _forget_attempts(self) -> None:
        """Attempts that this worker itself cut short do not count; the database may be away when it does that."""
        for task_id in list(self._uncounted):
            try:
                self._tasks.records.forget_attempt(task_id)
            except psycopg.OperationalError as error:
                log.warning("the attempt at task %s counts for now: %s", task_id, error)
                return
            self._uncounted.discard(task_id)

    async def _tend(self, app: procrastinate.App, jobs: LivingJobManager) -> None:
        """Every five seconds, give what dead workers left to living ones; now and then, forget old tasks."""
        for number in itertools.count():
            await revive_stalled(app, self._tasks.records)
            if number % TENDS_PER_PRUNE == 0:
                await asyncio.to_thread(self._tasks.records.prune)
            await asyncio.sleep(TEND_SECONDS)
            await jobs.require_life()
