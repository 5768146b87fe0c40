"""One background task, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from anvil import _server

from ...rpc import dispatch, failures
from ...rpc.call import Call
from ...rpc.executor import entered
from ...rpc.interruption import CallTimedOut
from . import task_state

if TYPE_CHECKING:
    from ...instance import Instance
    from .records import Records, TaskRecord
    from .values import Values


class RunningTask:
    """Runs a task and keeps what it says of its progress."""

    def __init__(self, instance: Instance, records: Records, values: Values, record: TaskRecord) -> None:
        self.record = record
        self._call = Call(
            instance=instance,
            session=instance.sessions.new(),
            origin="background_task",
            trusted=True,
            request_id=record.id,
            task_id=record.id,
        )
        self._records = records
        self._values = values
        self._state: Any = {}
        self._saved_state = ""
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name=f"task {record.task_name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    async def ended_within(self, seconds: float) -> bool:
        """Whether the task ends in that time."""
        try:
            await asyncio.wait_for(self._ended.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def stop(self) -> None:
        """End the task as soon as its own code runs again; never in the middle of SQL."""
        self._call.interruption.interrupt()

    def save_state(self) -> None:
        """Store the task's state when it has changed."""
        encoded = self.encoded_state()
        if encoded is not None and encoded != self._saved_state:
            self._records.save_state(self.record.id, encoded)
            self._saved_state = encoded

    def encoded_state(self) -> str | None:
        """The state now; None while the task is changing it, or when it holds what cannot be kept."""
        try:
            return self._values.encode({"state": self._state})
        except (RuntimeError, _server.SerializationError):
            return None

    def _run(self) -> None:
        task_state.begin(self._keep)
        try:
            self._finish(self._answer())
        except CallTimedOut:
            pass  # whoever stopped it knows why, and has said so in the record
        except BaseException as error:  # noqa: BLE001 (the app's own code, SystemExit included, ends its task only)
            described = failures.report(error, f"Background task {self.record.task_name}", with_trace=True)
            self._records.finish(self.record.id, "failed", state=self.encoded_state(), error=described)
        finally:
            self._tell_ended()

    def _answer(self) -> str:
        with dispatch.serving(self._call), entered(self._call.of_server_code()):
            arguments = self._values.decode(self.record.arguments)
            name = f"task:{self.record.task_name}"
            result = dispatch.dispatch(self._call, name, arguments["args"], arguments["kwargs"])
            return self._values.encode({"result": result})

    def _finish(self, encoded: str) -> None:
        self._records.finish(self.record.id, "completed", state=self.encoded_state(), result=encoded)

    def _keep(self, state: Any) -> None:
        self._state = state

    def _tell_ended(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._ended.set)
        except RuntimeError:
            pass  # the worker has stopped and waits for nobody
