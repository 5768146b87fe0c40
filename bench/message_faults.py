"""Kills workers, servers and the database while a campaign goes out: everybody gets it once.

What a killed worker had handed over without hearing the answer is marked as in doubt, and the provider is asked.
``python -m bench.message_faults [PEOPLE [TIMES]]``.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil

from tests.processes import wait_for_postmaster
from tests.served import ROOT, new_folder
from tests.server_process import ServerProcess
from tests.simulator_process import SimulatorProcess, simulator

from .asked import SECRETS, Asked, opened, prepare
from .figures import LIMIT, Figure, tell
from .receivers import add_receivers, new_campaign, secret_flags, wait_for

PEOPLE, TIMES = 5_000, 20
WORKERS = 4
PROVIDER, STREAM = "brevo", "marketing_email"
LONGEST_PAUSE_SECONDS = 1.5
LONGEST_SECONDS = 300.0
# One in so many mails is taken, and the line cut before it is answered.
CUT_OFF_PERCENT = 1
SEED = 20_261_122
LEFT = "SELECT count(*) FROM data.sends WHERE status IN ('pending', 'sending')"
# What waiting for an hour comes to: the leases of dead workers have run out, and providers may be asked.
LATER = """
    UPDATE data.sends
    SET claimed_until = claimed_until - interval '1 hour', attempted_at = attempted_at - interval '1 hour'
    WHERE status IN ('sending', 'unknown')
"""
STATES = "SELECT status, count(*) FROM data.sends GROUP BY 1"


class Workers:
    """Processes that each send what is due; one that ends is started again."""

    def __init__(self, folder: Path, flags: list[str]) -> None:
        self._command = [sys.executable, "-m", "app_server", "launch", "send_messages", f'"{STREAM}"']
        self._command += ["--app", str(ROOT), "--data-dir", str(folder), *flags]
        self._log = folder.with_suffix(".workers").open("ab")
        self.processes = [self._start() for _ in range(WORKERS)]

    def kill_one(self, chance: random.Random) -> None:
        """Kill one at random."""
        chance.choice(self.processes).kill()
        self.keep_up()

    def keep_up(self) -> None:
        """Start those again that have ended."""
        self.processes = [process if process.poll() is None else self._start() for process in self.processes]

    def stop(self) -> None:
        """Kill them all."""
        for process in self.processes:
            process.kill()
            process.wait()
        self._log.close()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, cwd=ROOT, stdout=self._log, stderr=self._log)


def figures(people: int = PEOPLE, times: int = TIMES) -> Iterator[Figure]:
    """What came twice, what never came though it was said to, and what is still in doubt."""
    chance = random.Random(SEED)
    with new_folder() as folder, ExitStack() as stack:
        outside = stack.enter_context(simulator(folder.parent / "simulator"))
        outside.switch(PROVIDER, per_second=0, cut_off=CUT_OFF_PERCENT)
        prepare(folder)
        secrets = {**SECRETS, **outside.secrets}
        with opened(folder, secrets) as asked:
            add_receivers(asked, people, PROVIDER)
            campaign_id = new_campaign(asked)
            asked.ask("launch_campaign", campaign_id)
            asked.run("plan_campaign", campaign_id)
        server = ServerProcess(folder, "--auto-migrate", "--workers", "2", *secret_flags(secrets), app=ROOT)
        stack.callback(server.stop)
        workers = Workers(folder, secret_flags(secrets))
        stack.callback(workers.stop)
        _break_often(server, workers, outside, chance, people, times)
        workers.stop()
        outside.switch(PROVIDER, cut_off=0)
        with opened(folder, secrets) as asked:
            _finish(asked)
            yield from _counted(asked, outside, people, times)


def _break_often(
    server: ServerProcess, workers: Workers, outside: SimulatorProcess, chance: random.Random, people: int, times: int
) -> None:
    """Kill something at random moments, all while mails are going out."""
    for number in range(times):
        wait_for(outside, people * (number + 1) // (times + 2), workers.keep_up)
        time.sleep(chance.uniform(0, LONGEST_PAUSE_SECONDS))
        what = ("worker", "worker", "database", "worker", "server")[number % 5]
        if what == "worker":
            workers.kill_one(chance)
        elif what == "server":
            children = psutil.Process(server.process.pid).children()
            serving = [child for child in children if "app_server" in " ".join(child.cmdline())]
            chance.choice(serving).kill()
        else:
            wait_for_postmaster(server.data_dir, LONGEST_SECONDS).kill()
        print(f"  {number + 1:>3} {what:<9} killed after {outside.counts()['total']} mails", file=sys.stderr)


def _finish(asked: Asked) -> None:
    """Send what is left, with the leases of the dead run out, and ask the provider about what is in doubt."""
    end = time.monotonic() + LONGEST_SECONDS
    left = 1
    while left and time.monotonic() < end:
        with asked.instance.database.connection() as connection:
            connection.execute(LATER)
        asked.run("send_messages", STREAM)
        with asked.instance.database.connection() as connection:
            [left] = connection.execute(LEFT).fetchone() or [0]
    asked.run("reconcile_messages")


def _counted(asked: Asked, outside: SimulatorProcess, people: int, times: int) -> Iterator[Figure]:
    with asked.instance.database.connection() as connection:
        states = dict(connection.execute(STATES).fetchall())
    taken = outside.counts(by="to")
    note = ", ".join(f"{count:,} {status}" for status, count in sorted(states.items()))
    yield Figure(f"A campaign to {people:,}, {times} kills: came twice", len(taken["repeated"]), "", 0, LIMIT, note)
    yield Figure("… told otherwise than it came", abs(states.get("sent", 0) - taken["distinct"]), "", 0, LIMIT)
    yield Figure("… neither sent nor in doubt", people - states.get("sent", 0) - states.get("unknown", 0), "", 0, LIMIT)


def main() -> int:
    """Print every figure; the exit status is 1 when something came twice, or never."""
    return 1 if tell(figures(*map(int, sys.argv[1:3]))) else 0


if __name__ == "__main__":
    sys.exit(main())
