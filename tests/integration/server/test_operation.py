"""What an operator sees: readiness, metrics on a port of their own, an orderly stop, a database that comes back."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.integration.services.conftest import APP, eventually
from tests.processes import postmaster, wait_for_postmaster
from tests.served import new_folder
from tests.server_process import ServerProcess, free_port

DRAIN_SECONDS = 2


class Metered(ServerProcess):
    """A server of two processes with a port for metrics."""

    def __init__(self, folder: Path) -> None:
        self.metrics_port = free_port()
        flags = ("--metrics-port", str(self.metrics_port), "--workers", "2", "--drain", str(DRAIN_SECONDS))
        super().__init__(folder, "--auto-migrate", *flags, app=APP)

    def metrics(self) -> dict[tuple[str, ...], float]:
        """Every sample, by its name and its labels' values."""
        text = httpx.get(f"http://127.0.0.1:{self.metrics_port}/_/metrics").text
        families = text_string_to_metric_families(text)
        return {
            (sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples
        }


@pytest.fixture(scope="module")
def server() -> Iterator[Metered]:
    with new_folder() as folder:
        process = Metered(folder)
        yield process
        if process.process.poll() is None:
            process.stop()


def test_it_is_ready(server):
    answer = httpx.get(f"{server.url}/_/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_calls_of_all_processes_are_counted_together(server):
    for _ in range(20):
        httpx.get(f"{server.url}/_/api/returns/list", headers={"Connection": "close"})
    assert eventually(lambda: server.metrics().get(("anvil_calls_total", "http", "ok"), 0) >= 20)
    assert server.metrics()["anvil_call_seconds_count", "http"] >= 20


def test_metrics_tell_what_the_database_knows(server):
    httpx.get(f"{server.url}/_/api/launch")
    assert eventually(lambda: server.metrics().get(("anvil_tasks", "completed"), 0) >= 1)
    known = server.metrics()
    assert known["anvil_database_up",] == 1
    assert known["anvil_schedule_missed_runs_total", "tick"] == 0
    assert eventually(lambda: server.metrics().get(("anvil_pool_connections", "open"), 0) >= 4)


def test_the_public_port_has_no_metrics(server):
    assert httpx.get(f"{server.url}/_/metrics").status_code == 404


def test_a_database_that_is_killed_comes_back_by_itself(server):
    killed = wait_for_postmaster(server.data_dir)
    killed.kill()
    eventually(lambda: postmaster(server.data_dir) not in (None, killed), seconds=60)
    eventually(lambda: httpx.get(f"{server.url}/_/ready", timeout=10).status_code == 200, seconds=60)
    task_id = eventually(lambda: launched(server), seconds=60)
    eventually(lambda: httpx.get(f"{server.url}/_/api/done/{task_id}").text == "true", seconds=60)


def launched(server: Metered) -> str | None:
    answer = httpx.get(f"{server.url}/_/api/launch")
    return answer.text if answer.status_code == 200 else None


def test_before_it_stops_it_says_that_it_is_not_ready_and_still_answers(server):
    slow: list[int] = []
    calling = threading.Thread(
        target=lambda: slow.append(httpx.get(f"{server.url}/_/api/slow/3", timeout=30).status_code)
    )
    calling.start()
    time.sleep(0.3)
    server.process.send_signal(signal.SIGTERM)
    answer = eventually(lambda: said(server, 503))
    assert answer.json() == {"status": "stopping"}
    assert httpx.get(f"{server.url}/_/api/returns/list").status_code == 200
    calling.join()
    assert slow == [200]
    assert server.process.wait(30) == 0


def said(server: Metered, status: int) -> httpx.Response | None:
    answer = httpx.get(f"{server.url}/_/ready", headers={"Connection": "close"})
    return answer if answer.status_code == status else None
