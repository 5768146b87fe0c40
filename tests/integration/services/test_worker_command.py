"""``python -m app_server worker``: a process that runs background tasks only."""

import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from .conftest import APP, eventually

ROOT = Path(__file__).parents[3]


@pytest.fixture
def worker(instance):
    process = subprocess.Popen(
        [sys.executable, "-m", "app_server", "worker", "--app", str(APP), "--database", instance.database.url],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.stderr.close()
    process.wait()


def test_tasks_are_shared_with_a_worker_that_stops_when_told_to(instance, worker):
    def workers():
        with psycopg.connect(instance.database.url) as connection:
            return connection.execute("select count(*) from procrastinate.procrastinate_workers").fetchone()[0]

    eventually(lambda: workers() == 2, seconds=60)
    ids = [instance.tasks.launch("wait", (0.5,)) for _ in range(8)]
    # Eight at once are more than the four that one process runs.
    eventually(lambda: sum(instance.tasks.records.find(task_id).attempts for task_id in ids) == 8)
    assert any(
        task_id not in instance.tasks.running for task_id in ids if not instance.tasks.records.find(task_id).status
    )
    eventually(lambda: all(instance.tasks.records.find(task_id).status == "completed" for task_id in ids))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=15) == 0
    eventually(lambda: workers() == 1)
