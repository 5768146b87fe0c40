"""``--workers N``: several serving processes on one listener, with sessions and tasks in common."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import psutil
import psycopg
import pytest

from app_server.services import schedule
from tests.integration.services.conftest import APP, eventually
from tests.served import new_folder
from tests.server_process import ServerProcess

WORKERS = 3


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with new_folder() as folder:
        process = ServerProcess(folder, "--auto-migrate", "--workers", str(WORKERS), app=APP)
        yield process
        process.stop()


def serving(server: ServerProcess) -> set[int]:
    """The processes that have loaded the app, by what they wrote into the log."""
    children = {child.pid for child in psutil.Process(server.process.pid).children()}
    return {line["process"] for line in server.logged() if line["message"].startswith("serving ")} & children


def test_so_many_processes_serve(server):
    eventually(lambda: len(serving(server)) == WORKERS)
    answered = set()

    def all_have_answered():
        httpx.get(f"{server.url}/_/api/returns/list", headers={"Connection": "close"})
        answered.update(line["process"] for line in server.logged() if line["message"] == "request")
        return len(answered) > 1

    assert eventually(all_have_answered)


def test_one_that_is_killed_is_replaced_while_the_others_answer(server):
    eventually(lambda: len(serving(server)) == WORKERS)
    killed = min(serving(server))
    os.kill(killed, signal.SIGKILL)
    assert httpx.get(f"{server.url}/_/health").status_code == 200
    eventually(lambda: len(serving(server)) == WORKERS)
    assert killed not in serving(server)
    died = next(line for line in server.logged() if "has died" in line["message"])
    assert (died["pid"], died["exit"]) == (killed, -signal.SIGKILL)


def test_a_task_launched_in_one_is_seen_by_all(server):
    with httpx.Client(base_url=server.url, headers={"Connection": "close"}) as http:
        ids = [http.get("/_/api/launch").text for _ in range(6)]
        eventually(lambda: all(http.get(f"/_/api/done/{task_id}").json() for task_id in ids))


def test_all_stop_together_and_leave_nothing():
    with new_folder() as folder:
        server = ServerProcess(folder, "--auto-migrate", "--workers", "2", app=APP)
        eventually(lambda: len(serving(server)) == 2)
        children = psutil.Process(server.process.pid).children(recursive=True)
        assert server.stop() == 0
        assert [child for child in children if child.is_running()] == []
        assert not (folder / "postgres" / "cluster" / "postmaster.pid").exists()


def test_what_keeps_the_first_from_serving_is_said_once_and_ends_all():
    with new_folder() as folder:
        with pytest.raises(AssertionError) as failed:
            ServerProcess(folder, "--workers", "2", "--database", "postgresql://127.0.0.1:1/none", app=APP)
        assert str(failed.value).count("The database cannot be used") == 1


def test_the_processes_stop_when_the_one_that_supervises_is_killed():
    with new_folder() as folder:
        server = ServerProcess(folder, "--auto-migrate", "--workers", "2", app=APP)
        eventually(lambda: len(serving(server)) == 2)
        children = psutil.Process(server.process.pid).children(recursive=True)
        server.stop(signal.SIGKILL)
        psutil.wait_procs(children, timeout=20)
        assert [child for child in children if child.is_running()] == []
        eventually(lambda: not (folder / "postgres" / "cluster" / "postmaster.pid").exists())


def test_a_schedule_starts_once_however_many_processes_there_are(server):
    url = f"postgresql://postgres@/app?host={server.data_dir / 'postgres'}"
    entry = {"job_id": "tick", "task_name": "tick", "time_spec": {"every": "day", "at": {"hour": 2, "minute": 0}}}
    with psycopg.connect(url, autocommit=True) as connection:
        for count in range(1, 4):
            with connection.transaction():
                schedule._plan(connection, entry, datetime.now(UTC) + timedelta(seconds=0.3))
            eventually(lambda count=count: completed(connection) == count, seconds=60)
        assert connection.execute("select count(*) from data.notes where text = 'tick'").fetchone() == (3,)


def completed(connection: psycopg.Connection) -> int:
    row = connection.execute(
        "select count(*) from anvil.background_tasks where schedule = 'tick' and status = 'completed'"
    ).fetchone()
    return row[0] if row else 0
