"""Running one background task or callable of an app in this process, to its end, showing its progress."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from typing import Any

import orjson

from .errors import StartError
from .instance import Instance, open_instance
from .rpc import dispatch, failures
from .rpc.call import Call
from .services.background_tasks import task_state
from .services.users import mails
from .settings import Settings

PROGRESS_SECONDS = 0.5


def launch(settings: Settings, name: str, arguments: Sequence[Any]) -> int:
    """Run ``name`` with ``arguments``; its progress and result go to standard output. Exit code 1 when it raises.

    Raises StartError when the instance cannot be opened or has no such function.
    """
    instance = open_instance(settings)
    try:
        function = next((known for known in (f"task:{name}", name) if instance.executor.find(known)), None)
        if function is None:
            raise StartError(f"{instance.app.name} has no background task and no callable named {name!r}.")
        return _run(instance, function, arguments)
    finally:
        mails.finish_sending()
        instance.close()


def _run(instance: Instance, function: str, arguments: Sequence[Any]) -> int:
    progress = _Progress()
    call = Call(instance, instance.sessions.new(), "background_task", trusted=True, task_id="launched-by-hand")
    task_state.begin(progress.keep)
    try:
        with progress:
            result = dispatch.serve(call, function, list(arguments), {})
    except Exception as error:  # noqa: BLE001 (whatever the app's code raised, its operator is told)
        described = failures.report(error, function, with_trace=True)
        print(f"{function} failed: {described['message']}", file=sys.stderr)
        return 1
    if result is not None:
        print(_shown(result))
    return 0


class _Progress:
    """Prints what the task puts into ``anvil.server.task_state``, a line each time it has changed."""

    def __init__(self) -> None:
        self._state: Any = {}
        self._shown = _shown({})
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="progress", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._thread.join()
        self._show()

    def keep(self, state: Any) -> None:
        self._state = state

    def _watch(self) -> None:
        while not self._done.wait(PROGRESS_SECONDS):
            self._show()

    def _show(self) -> None:
        try:
            shown = _shown(self._state)
        except RuntimeError:
            return  # the task is changing it at this moment
        if shown != self._shown:
            print(shown, flush=True)
            self._shown = shown


def _shown(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
