"""App code whose time is over ends; the server's code never does in the middle."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from app_server.rpc.interruption import CallTimedOut, Interruption


def run(work: Callable[[], None]) -> tuple[threading.Thread, list[BaseException]]:
    raised: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except CallTimedOut as error:
            raised.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    return thread, raised


def test_a_loop_of_the_app_ends() -> None:
    interruption = Interruption()
    started = threading.Event()

    def loop() -> None:
        with interruption.app_code():
            started.set()
            while True:
                try:
                    time.sleep(0.001)
                except Exception:  # noqa: BLE001 (as careless as apps can be)
                    pass

    thread, raised = run(loop)
    started.wait()
    interruption.interrupt()
    thread.join(5)
    assert len(raised) == 1


def test_the_servers_code_runs_to_its_end_and_the_app_does_not_go_on() -> None:
    interruption = Interruption()
    inside, interrupted = threading.Event(), threading.Event()
    done: list[str] = []

    def call() -> None:
        with interruption.app_code():
            with interruption.server_code():
                inside.set()
                interrupted.wait(5)
                done.append("server")
            done.append("app")

    thread, raised = run(call)
    inside.wait()
    interruption.interrupt()
    interrupted.set()
    thread.join(5)
    assert done == ["server"]
    assert len(raised) == 1


def test_a_call_in_time_is_left_alone() -> None:
    interruption = Interruption()
    with interruption.app_code(), interruption.server_code():
        pass
    interruption.interrupt()
    time.sleep(0.01)


def test_nothing_begins_when_the_time_is_over() -> None:
    interruption = Interruption()
    interruption.interrupt()
    with pytest.raises(CallTimedOut), interruption.app_code():
        pytest.fail("app code ran")
