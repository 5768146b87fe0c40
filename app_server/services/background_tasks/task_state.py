"""``anvil.server.task_state``: each running task has its own, though all tasks of a worker share one process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any

import anvil.server
from anvil import _server

_running = threading.local()
_outside = _server.NotABackgroundTaskState()


@dataclass(slots=True)
class _Kept:
    """A task's state; ``keep(state)`` is told of each value that is assigned."""

    state: Any
    keep: Callable[[Any], None]


class _ServerModule(ModuleType):
    """The library's module with ``task_state`` as the thread's own; server code may also assign to it."""

    @property
    def task_state(self) -> Any:
        kept = _kept()
        return _outside if kept is None else kept.state

    @task_state.setter
    def task_state(self, value: Any) -> None:
        kept = _kept()
        if kept is None:
            raise RuntimeError("Cannot access anvil.server.task_state outside a background task")
        kept.state = value
        kept.keep(value)


_start = threading.Thread.start


def separate_by_task() -> None:
    """Have ``anvil.server.task_state`` answer by the task whose thread asks."""
    anvil.server.__class__ = _ServerModule
    threading.Thread.start = _start_in_task  # type: ignore[method-assign, assignment]


def begin(keep: Callable[[Any], None]) -> None:
    """Start a task in this thread with an empty state; ``keep(state)`` is told of each value that is assigned."""
    _running.kept = _Kept({}, keep)
    keep(_running.kept.state)


def _kept() -> _Kept | None:
    return getattr(_running, "kept", None)


def _start_in_task(thread: threading.Thread) -> None:
    """A thread that a task starts has the task's state, as on the stock server, where tasks share no process."""
    kept = _kept()
    if kept is not None:
        thread.run = partial(_run_within, kept, thread.run)  # type: ignore[method-assign]
    _start(thread)


def _run_within(kept: _Kept, run: Callable[[], None]) -> None:
    _running.kept = kept
    run()
