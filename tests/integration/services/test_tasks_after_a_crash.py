"""Tasks whose server process is killed, or stopped, while they run."""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from .conftest import eventually

SCRIPT = Path(__file__).parent / "worker_process.py"


class Processes:
    """Server processes one after another on one data folder."""

    def __init__(self, data_dir):
        self.data_dir = data_dir
        self.running = []

    def start(self, *command):
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(self.data_dir), *command], stdout=subprocess.PIPE, text=True
        )
        self.running.append(process)
        return process

    def say(self, process):
        return process.stdout.readline().strip()

    def kill(self, process, how=signal.SIGKILL):
        process.send_signal(how)
        process.wait()


@pytest.fixture
def processes():
    with tempfile.TemporaryDirectory(prefix="h3-crash-", ignore_cleanup_errors=True) as folder:
        started = Processes(Path(folder))
        yield started
        for process in started.running:
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()
        # One more that ends by itself stops the PostgreSQL that killed ones left running.
        last = started.start("stop")
        last.communicate(timeout=30)


def test_a_task_whose_process_is_killed_is_run_again_after_the_restart(processes):
    first = processes.start("launch", "wait", "1")
    task_id = processes.say(first)
    processes.kill(first)
    started = time.monotonic()
    second = processes.start("watch", task_id)
    assert processes.say(second) == "completed 2 None"
    assert time.monotonic() - started < 10
    assert second.wait(timeout=20) == 0


def test_a_task_that_ends_its_process_three_times_has_failed(processes):
    process = processes.start("launch", "wait", "60")
    task_id = processes.say(process)
    for _ in range(2):
        processes.kill(process)
        process = processes.start("begin", task_id)
        assert processes.say(process) == "running"
    processes.kill(process)
    assert processes.say(processes.start("watch", task_id)).startswith("failed 3 The server's process ended 3 times")


def test_a_task_that_an_orderly_stop_cuts_short_goes_back_into_the_queue(processes):
    first = processes.start("close", "wait", "4")
    task_id = processes.say(first)
    assert first.wait(timeout=15) == 0
    assert processes.say(processes.start("watch", task_id)) == "completed 1 None"


def test_a_task_that_loses_the_database_is_run_again(instance, server):
    task_id = instance.tasks.launch("wait", (0.5,), {"mark": "lost once"})
    eventually(lambda: len(notes(instance)) == 1)
    with instance.database.connection() as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where pid <> pg_backend_pid() and application_name = current_setting('application_name')"
        )
    eventually(lambda: status(instance, task_id) == "completed", seconds=60)
    assert instance.tasks.records.find(task_id).attempts in (1, 2)


def status(instance, task_id):
    """None while this thread, too, meets a connection that was closed."""
    try:
        return instance.tasks.records.find(task_id).status
    except psycopg.OperationalError:
        return None


def notes(instance):
    with instance.database.connection() as connection:
        return connection.execute("select 1 from data.notes where text = 'lost once began'").fetchall()
