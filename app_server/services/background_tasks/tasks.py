"""The background tasks of one instance: launch, look at, kill."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from anvil import _server

from ..media import MediaStore
from . import queue
from .records import Records, TaskRecord
from .running import RunningTask
from .values import Values

if TYPE_CHECKING:
    from ...instance import Instance


ID_BYTES = 25


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
        launched_by: str = "server_module",
        schedule: str | None = None,
        due_at: datetime | None = None,
    ) -> str | None:
        """Queue a task, to start when the running transaction, if any, is committed; returns its id.

        ``launched_by`` is what the task sees as its remote caller. None when the schedule's run that was due at that
        time has been launched already.
        """
        task_id = base64.b32encode(secrets.token_bytes(ID_BYTES)).decode().lower()
        with self.instance.database.atomic() as connection:
            arguments = self.values.encode_arguments(name, args, kwargs or {})
            if not self.records.add(task_id, name, arguments, launched_by, schedule, due_at):
                return None
            self.records.set_job(task_id, queue.defer(connection, queue.RUN_TASK, task_id=task_id))
        return task_id

    def kill(self, record: TaskRecord) -> None:
        """End a task that waits or runs, wherever it runs; nothing happens to one that has ended."""
        task = self.running.get(record.id)
        state = task.final_state() if task else None
        with self.instance.database.atomic() as connection:
            if self.records.finish(record.id, "killed", state=state) and record.job_id is not None:
                queue.cancel(connection, record.job_id)

    def state(self, record: TaskRecord) -> Any:
        """The task's ``task_state``: as it is when the task runs here, else as it was a quarter of a second ago.

        Raises the SerializationError of a running task whose state cannot be sent.
        """
        stored = self.values.decode(self._stored_state(record))
        if record.status is None and "error" in stored:
            raise _server._deserialise_exception(stored["error"])
        return stored.get("state", {} if record.status in (None, "killed") else None)

    def _stored_state(self, record: TaskRecord) -> dict[str, Any] | None:
        task = self.running.get(record.id) if record.status is None else None
        encoded = task.running_state() if task else None
        return record.state if encoded is None else orjson.loads(encoded)
