"""One background task, in a thread of its own."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from typing import TYPE_CHECKING, Any

import orjson
import psycopg
from anvil import _server

from ...database import is_lost_connection
from ...memory import give_back_after_long_work
from ...rpc import dispatch, failures
from ...rpc.call import Call, Frame
from ...rpc.executor import entered
from ...rpc.interruption import CallTimedOut
from . import task_state
from .records import MAX_ATTEMPTS
from .values import MediaRefused

if TYPE_CHECKING:
    from ...instance import Instance
    from .records import Records, TaskRecord
    from .values import Values

STORE_AGAIN_SECONDS = 1
# Longer ones, such as imports, have held much.
LONG_SECONDS = 2
NO_STATE = '{"state": null}'

log = logging.getLogger(__name__)


class RunningTask:
    """Runs a task and keeps what it says of its progress.

    ``is_cut_off`` says, at its end, that the database was lost under it and it should be run again.
    """

    def __init__(self, instance: Instance, records: Records, values: Values, record: TaskRecord) -> None:
        self.record = record
        self._call = Call(
            instance=instance,
            session=instance.sessions.new(),
            origin="background_task",
            trusted=True,
            request_id=record.id,
            task_id=record.id,
            callers=(Frame(record.launched_by),),
        )
        self._records = records
        self._values = values
        self._state: Any = {}
        self._saved_state = ""
        self._is_stopped = False
        self.is_cut_off = False
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
        self._is_stopped = True
        self._call.interruption.interrupt()

    def save_state(self) -> None:
        """Store the task's state when it has changed; while the database is away it waits for the next time."""
        encoded = self.running_state()
        if encoded is None or encoded == self._saved_state:
            return
        try:
            self._records.save_state(self.record.id, encoded)
        except psycopg.OperationalError:
            return
        self._saved_state = encoded

    def final_state(self) -> str | None:
        """The state that is kept after the end: a dict, or None when it is none or holds what cannot be kept."""
        try:
            return self._values.encode({"state": dict(self._state)})
        except (RuntimeError, TypeError, ValueError, MediaRefused, _server.SerializationError):
            return NO_STATE

    def running_state(self) -> str | None:
        """The state now, encoded, whatever it is, or the error of one that cannot be sent.

        None while the task is changing it.
        """
        try:
            return self._values.encode({"state": self._state})
        except RuntimeError:
            return None
        except MediaRefused:
            return _state_error("Cannot use BlobMedia objects in task state.")
        except _server.SerializationError as error:
            return _state_error(str(error).replace("msg['state']", "msg['response']"))

    def _run(self) -> None:
        task_state.begin(self._keep)
        began = time.monotonic()
        log.info("task %s (%s) begins, attempt %s", self.record.task_name, self.record.id, self.record.attempts)
        try:
            outcome = self._outcome()
            if outcome is not None:
                self._store(outcome)
                log.info("task %s (%s) has %s", self.record.task_name, self.record.id, outcome["status"])
        finally:
            self._tell_ended()
            if time.monotonic() - began > LONG_SECONDS:
                give_back_after_long_work()

    def _outcome(self) -> dict[str, Any] | None:
        """How the task ended. None when it was stopped: whoever did that has said so in the record; or cut off."""
        try:
            return {"status": "completed", "result": self._answer(), "state": self.final_state()}
        except CallTimedOut:
            return None
        except MediaRefused:
            error = {"message": "The state or return value could not be serialised"}
            return {"status": "failed", "error": error, "state": NO_STATE}
        except BaseException as error:  # the app's own code, SystemExit included, ends its task only
            if is_lost_connection(error) and self.record.attempts < MAX_ATTEMPTS:
                log.warning("task %s (%s) has lost the database", self.record.task_name, self.record.id)
                self.is_cut_off = True
                return None
            log.error("task %s (%s) failed", self.record.task_name, self.record.id, exc_info=error)
            return {"status": "failed", "error": failures.describe(error), "state": self.final_state()}

    def _store(self, outcome: dict[str, Any]) -> None:
        """Write how the task ended, as soon as the database can be reached."""
        while not self._is_stopped:
            try:
                self._records.finish(self.record.id, **outcome)
            except psycopg.OperationalError as error:
                log.warning("the end of task %s cannot be stored yet: %s", self.record.id, error)
                time.sleep(STORE_AGAIN_SECONDS)
            else:
                return

    def _answer(self) -> str:
        with dispatch.serving(self._call), entered(self._call.of_server_code()):
            args, kwargs = self._values.decode_arguments(self.record.arguments)
            result = dispatch.dispatch(self._call, f"task:{self.record.task_name}", args, kwargs)
            try:
                return self._values.encode({"response": result})
            except _server.SerializationError as error:
                raise _server.SerializationError(f"Cannot serialize return value from function. {error}") from error

    def _keep(self, state: Any) -> None:
        self._state = state

    def _tell_ended(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._ended.set)
        except RuntimeError:
            pass  # the worker has stopped and waits for nobody


def _state_error(why: str) -> str:
    """What is stored in place of a state that cannot be sent, as Anvil's library words it."""
    message = f"Illegal value in a anvil.server.task_state. {why}"
    return orjson.dumps({"error": {"type": "anvil.server.SerializationError", "message": message}}).decode()
