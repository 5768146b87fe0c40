"""Kills what can be killed, at random moments under load: nothing acknowledged is lost, nothing is done twice.

``python -m bench.faults [TIMES]`` does it 50 times, or so often.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from tests.processes import wait_for_postmaster
from tests.served import new_folder
from tests.server_process import ROOT, SERVER_KEY, ServerProcess

from .figures import LIMIT, Figure, median_figure, tell
from .load import Load

APP = ROOT / "tests" / "apps" / "faults"
TIMES = 50
WORKERS = 2
LONGEST_PAUSE_SECONDS = 1.0
RECOVERY_SECONDS = 30.0
TASKS_SECONDS = 60.0
SEED = 20_261_121


class Target:
    """A served app with two serving processes, a worker and an uplink; ``faults`` maps names to ways of breaking it."""

    def __init__(self, folder: Path) -> None:
        self.server = ServerProcess(folder, "--auto-migrate", "--workers", str(WORKERS), app=APP)
        self._start_worker()
        self._start_uplink()
        self.faults = {
            "database": self.kill_database,
            "database connections": self.kill_backend,
            "serving process": self.kill_serving_process,
            "worker": self.kill_worker,
            "uplink": self.kill_uplink,
        }

    def stop(self) -> None:
        for process in (self._uplink, self._worker):
            process.kill()
            process.wait()
        self.server.stop()

    def kill_database(self) -> None:
        wait_for_postmaster(self.server.data_dir, RECOVERY_SECONDS).kill()

    def kill_backend(self) -> None:
        """PostgreSQL takes the death of one of its processes for damage and ends all connections."""
        backends = wait_for_postmaster(self.server.data_dir, RECOVERY_SECONDS).children()
        random.choice(backends).kill()

    def kill_serving_process(self) -> None:
        serving = psutil.Process(self.server.process.pid).children()
        random.choice(serving or [psutil.Process(self._worker.pid)]).kill()

    def kill_worker(self) -> None:
        self._worker.kill()
        self._worker.wait()
        self._start_worker()  # as whatever runs services on that machine would

    def kill_uplink(self) -> None:
        self._uplink.kill()
        self._uplink.wait()
        self._start_uplink()

    def _start_worker(self) -> None:
        command = [sys.executable, "-m", "app_server", "worker", "--app", str(APP)]
        with self.server.log.open("ab") as log:
            self._worker = subprocess.Popen([*command, "--data-dir", str(self.server.data_dir)], cwd=ROOT, stderr=log)

    def _start_uplink(self) -> None:
        url = f"ws://127.0.0.1:{self.server.port}/_/uplink"
        with self.server.log.with_suffix(".uplink").open("ab") as log:
            self._uplink = subprocess.Popen(
                [sys.executable, str(APP / "uplink.py"), url, SERVER_KEY], stdout=log, stderr=log
            )


def figures(times: int = TIMES) -> Iterator[Figure]:
    """Every figure of this page: what was lost, doubled or left undone, and how long each recovery took."""
    chance = random.Random(SEED)
    with new_folder() as folder:
        target = Target(folder)
        try:
            with Load(target.server.url) as load:
                load.seconds_until_all_answer(RECOVERY_SECONDS)
                taken = [_break_one(target, load, chance, number) for number in range(times)]
            left = _tasks_left(load)
            lost, doubled = load.lost(), load.doubled()
            note = ", ".join(f"{len(keys)} {kind}s" for kind, keys in load.acknowledged.items())
            yield Figure(f"{times} faults under load: acknowledged and lost", len(lost), "", 0, LIMIT, note)
            yield Figure("… done twice", len(doubled), "", 0, LIMIT, ", ".join(doubled[:5]))
            yield Figure("… tasks never done", left, "", 0, LIMIT, f"{load.refused} calls were refused meanwhile")
            yield median_figure("… recovery without a hand", taken, "s", RECOVERY_SECONDS, LIMIT)
        finally:
            target.stop()


def _break_one(target: Target, load: Load, chance: random.Random, number: int) -> float:
    time.sleep(chance.uniform(0, LONGEST_PAUSE_SECONDS))
    name = list(target.faults)[number % len(target.faults)]
    target.faults[name]()
    seconds = load.seconds_until_all_answer(RECOVERY_SECONDS)
    print(f"  {number + 1:>3} {name:<22} answered again after {seconds:.1f} s", file=sys.stderr)
    return seconds


def _tasks_left(load: Load) -> int:
    end = time.monotonic() + TASKS_SECONDS
    while (left := load.unfinished()) and time.monotonic() < end:
        time.sleep(0.5)
    return left


def main() -> int:
    """Print every figure; the exit status is 1 when something was lost, doubled or never done."""
    return 1 if tell(figures(*map(int, sys.argv[1:2]))) else 0


if __name__ == "__main__":
    sys.exit(main())
