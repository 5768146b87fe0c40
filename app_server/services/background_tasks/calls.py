"""``anvil.server.launch_background_task`` and what can be asked of a task."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from anvil import _server

from ...errors import AnvilError
from ...rpc.call import Call
from ...rpc.registry import live_object_method, private
from ...rpc.wire import LocalTime

if TYPE_CHECKING:
    from .records import TaskRecord

BACKEND = "anvil.private.BackgroundTask"
METHODS = (
    "get_id",
    "get_termination_status",
    "get_error",
    "get_state",
    "get_return_value",
    "get_task_name",
    "get_start_time",
    "is_completed",
    "is_running",
    "kill",
)


Method = Callable[[Call, str], Any]


def live_task(task_id: str) -> _server.LiveObjectProxy:
    """The object that stands for a task in the app's code."""
    return _server.LiveObjectProxy(
        {"backend": BACKEND, "id": json.dumps(task_id), "permissions": [], "methods": list(METHODS), "mac": "local"}
    )


@private("background_tasks.launch")
def launch(call: Call, task_name: Any = None, /, *args: Any, **kwargs: Any) -> Any:
    _require_server_code(call, "Can't launch background tasks from the client.")
    name = _name_of(task_name)
    task_id = call.instance.tasks.launch(name, args, kwargs, launched_by=call.caller)
    assert task_id is not None
    return live_task(task_id)


def _name_of(given: Any) -> Any:
    """Anvil makes a name of any value that can be sent; what cannot is refused with the other arguments."""
    if given is None:
        return ""
    return json.dumps(given) if isinstance(given, (bool, int, float, list, dict)) else given


@private("background_tasks.get_by_id")
def get_by_id(call: Call, task_id: str) -> Any:
    _require_server_code(call, "Can't manage background tasks from the client")
    if task_id is None or call.instance.tasks.records.find(task_id) is None:
        raise _not_found("" if task_id is None else task_id)
    return live_task(task_id)


@private("background_tasks.list")
def list_tasks(call: Call, all_environments: bool = False) -> list[Any]:
    _require_server_code(call, "Can't manage background tasks from the client")
    return [live_task(task_id) for task_id in call.instance.tasks.records.list_ids()]


def _method(name: str) -> Callable[[Method], Method]:
    """Register a method of task objects; Anvil ignores arguments that it is given."""

    def register(run: Method) -> Method:
        live_object_method(BACKEND, name)(lambda call, task, *_args, **_kwargs: run(call, task))
        return run

    return register


@_method("get_id")
def get_id(call: Call, task: str) -> str:
    return json.loads(task)


@_method("get_task_name")
def get_task_name(call: Call, task: str) -> str:
    return _get(call, task).task_name


@_method("get_start_time")
def get_start_time(call: Call, task: str) -> datetime:
    """When the task was launched, in this machine's zone and naive, so that it compares with ``datetime.now()``."""
    return LocalTime.fromtimestamp(_get(call, task).start_time.timestamp())


@_method("is_running")
def is_running(call: Call, task: str) -> bool:
    record = _find(call, task)
    return record is not None and record.status is None


@_method("is_completed")
def is_completed(call: Call, task: str) -> bool:
    """Whether the task returned.

    Raises its error when it failed, ``BackgroundTaskKilled`` when it was killed, and ``InternalError`` when it was
    forgotten.
    """
    record = _find(call, task)
    if record is None:
        raise AnvilError("anvil.server.InternalError", "The background task failed (mia).")
    if record.status == "killed":
        raise AnvilError("anvil.server.BackgroundTaskKilled", "The background task was killed.")
    _raise_error_of(record)
    return record.status == "completed"


@_method("get_termination_status")
def get_termination_status(call: Call, task: str) -> str | None:
    """``completed``, ``failed``, ``killed`` or, when it was forgotten, ``missing``; None while it goes on."""
    record = _find(call, task)
    return "missing" if record is None else record.status


@_method("get_error")
def get_error(call: Call, task: str) -> None:
    """Raise the error with which the task failed, if it did."""
    _raise_error_of(_find(call, task))


@_method("get_state")
def get_state(call: Call, task: str) -> Any:
    record = call.instance.tasks.records.find(json.loads(task))
    return None if record is None else call.instance.tasks.state(record)


@_method("get_return_value")
def get_return_value(call: Call, task: str) -> Any:
    record = _find(call, task)
    _raise_error_of(record)
    return call.instance.tasks.values.decode(record.result).get("response") if record else None


@_method("kill")
def kill(call: Call, task: str) -> None:
    _require_server_code(call, "Can't manage background tasks from the client")
    record = call.instance.tasks.records.find(json.loads(task))
    # A task that an uplink runs cannot be killed: its own library says so there, and goes on.
    if record is not None and call.instance.uplinks.find(f"task:{record.task_name}") is None:
        call.instance.tasks.kill(record)


def _get(call: Call, task: str) -> TaskRecord:
    record = call.instance.tasks.records.find(json.loads(task))
    if record is None:
        raise _not_found(json.loads(task))
    return record


def _find(call: Call, task: str) -> TaskRecord | None:
    """The task, or None when it was forgotten. Raises, as Anvil does, when it runs and its state cannot be sent."""
    record = call.instance.tasks.records.find(json.loads(task))
    if record is not None and record.status is None:
        call.instance.tasks.state(record)
    return record


def _not_found(task_id: str) -> AnvilError:
    return AnvilError("anvil.server.BackgroundTaskNotFound", f"Background Task not found: {task_id}")


def _raise_error_of(record: TaskRecord | None) -> None:
    if record is not None and record.error is not None:
        raise _server._deserialise_exception(record.error)


def _require_server_code(call: Call, message: str) -> None:
    if not call.trusted:
        raise AnvilError("anvil.server.BackgroundTaskError", message)
