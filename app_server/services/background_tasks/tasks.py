"""The background tasks of one instance: launch, look at, kill."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..media import MediaStore
from . import queue
from .records import Records, TaskRecord
from .running import RunningTask
from .values import Values, media_ids

if TYPE_CHECKING:
    from ...instance import Instance


class BackgroundTasks:
    """An instance's tasks. ``running`` are those that this process runs at the moment."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.records = Records(instance.database)
        self.values = Values(instance.signing_key, MediaStore(instance.database))
        self.running: dict[str, RunningTask] = {}

    def launch(
        self,
        name: str,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
        *,
        schedule: str | None = None,
        due_at: datetime | None = None,
    ) -> str | None:
        """Queue a task, to start when the running transaction, if any, is committed; returns its id.

        None when the schedule's run that was due at that time has been launched already.
        """
        task_id = secrets.token_hex(12)
        with self.instance.database.atomic() as connection:
            arguments = self.values.encode({"args": list(args), "kwargs": kwargs or {}})
            if not self.records.add(task_id, name, arguments, schedule, due_at):
                return None
            self.records.set_job(task_id, queue.defer(connection, queue.RUN_TASK, task_id=task_id))
        return task_id

    def kill(self, record: TaskRecord) -> None:
        """End a task that waits or runs, wherever it runs; nothing happens to one that has ended."""
        task = self.running.get(record.id)
        state = task.encoded_state() if task else None
        with self.instance.database.atomic() as connection:
            if self.records.finish(record.id, "killed", state=state) and record.job_id is not None:
                queue.cancel(connection, record.job_id)

    def state(self, record: TaskRecord) -> Any:
        """The task's ``task_state``: as it is when the task runs here, else as it was a quarter of a second ago."""
        task = self.running.get(record.id)
        if task is not None:
            task.save_state()
            record = self.records.find(record.id) or record
        return self.values.decode(record.state).get("state", {})

    def prune(self) -> None:
        """Forget tasks that ended long ago, with their media."""
        for record in self.records.prune():
            parts = (record.arguments, record.state, record.result)
            self.instance.media.delete([media_id for part in parts for media_id in media_ids(part)])
