"""``anvil.server.task_state``: each running task has its own, though all tasks of a worker share one process."""

from __future__ import annotations

import threading
from types import ModuleType
from typing import Any

import anvil.server
from anvil import _server

_running = threading.local()
_outside = _server.NotABackgroundTaskState()


class _ServerModule(ModuleType):
    """The library's module with ``task_state`` as the thread's own; server code may also assign to it."""

    @property
    def task_state(self) -> Any:
        return getattr(_running, "state", _outside)

    @task_state.setter
    def task_state(self, value: Any) -> None:
        if not hasattr(_running, "state"):
            raise RuntimeError("Cannot access anvil.server.task_state outside a background task")
        _running.state = value
        _running.keep(value)


def separate_by_thread() -> None:
    """Have ``anvil.server.task_state`` answer by thread."""
    anvil.server.__class__ = _ServerModule


def begin(keep: Any) -> None:
    """Start a task in this thread with an empty state; ``keep(state)`` is told of each value that is assigned."""
    _running.keep = keep
    _running.state = {}
    keep(_running.state)
