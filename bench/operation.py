"""What an instance costs: its start, its memory alone, and that of twenty beside each other."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import psutil

from tests.processes import wait_for_postmaster
from tests.served import ROOT, new_folder, served
from tests.server_process import ServerProcess

from .figures import LIMIT, Figure, median_figure

STARTS = 7
START_SECONDS = 1.5
IDLE_MEGABYTES = 110
INSTANCES = 20
MACHINE_MEGABYTES = 24 * 1024
PLANNED = 100
SETTLE_SECONDS = 5
MEGABYTE = 1024 * 1024


def figures() -> Iterator[Figure]:
    """Every figure of this page, each as soon as it is measured."""
    with new_folder() as folder:
        with served(folder):
            pass
        yield from _one(folder)
        yield _many(folder)


def _one(folder: Path) -> Iterator[Figure]:
    taken = []
    with _serving(folder) as keeping:  # its database runs on, as one of the operator's own does
        url = f"postgresql://postgres@/app?host={keeping.data_dir / 'postgres'}"
        for _ in range(STARTS):
            with _serving(folder, "--database", url) as server:
                taken.append(server.seconds_to_ready)
    yield median_figure("Process start to ready, database running", taken, "s", START_SECONDS, LIMIT)
    cold = []
    for _ in range(STARTS):
        with _serving(folder) as server:
            cold.append(server.seconds_to_ready)
    yield median_figure("Process start to ready, with the embedded database", cold, "s", START_SECONDS, LIMIT)
    with _serving(folder) as server:
        httpx.get(server.url).raise_for_status()
        time.sleep(SETTLE_SECONDS)
        resident = psutil.Process(server.process.pid).memory_info().rss / MEGABYTE
        note = f"with its PostgreSQL {_proportional(server):,.0f} MB"
        yield Figure("Memory of an idle server, demo business", resident, "MB", IDLE_MEGABYTES, LIMIT, note)


def _many(folder: Path) -> Figure:
    """The memory of twenty instances, shared pages counted once, and from it that of a hundred."""
    with new_folder() as copies, ExitStack() as stack:
        copies.mkdir()
        copies.chmod(0o755)
        servers = []
        for number in range(INSTANCES):
            copy = copies / str(number)
            subprocess.run(["cp", "-a", folder, copy], check=True)  # PostgreSQL's files keep their owner
            servers.append(stack.enter_context(_serving(copy)))
            print(f"  instance {number + 1} of {INSTANCES}", file=sys.stderr)
        for server in servers:
            httpx.get(server.url).raise_for_status()
        time.sleep(SETTLE_SECONDS)
        total = sum(_proportional(server) for server in servers)
    each = total / INSTANCES
    note = f"{INSTANCES} take {total:,.0f} MB, {each:,.0f} MB each"
    return Figure(f"Memory of {PLANNED} idle instances, from {INSTANCES}", each * PLANNED, "MB",
                  MACHINE_MEGABYTES, LIMIT, note)  # fmt: skip


class _serving(ServerProcess):  # noqa: N801 (used as a block)
    """A server of Mybizz itself, for the time of a block."""

    def __init__(self, folder: Path, *flags: str) -> None:
        began = time.monotonic()
        super().__init__(folder, *flags, app=ROOT)
        self.seconds_to_ready = time.monotonic() - began

    def __enter__(self) -> _serving:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()


def _proportional(server: ServerProcess) -> float:
    """Megabytes of the server and its PostgreSQL, pages that processes share divided among them."""
    tops = [psutil.Process(server.process.pid), wait_for_postmaster(server.data_dir)]
    processes = [process for top in tops for process in (top, *top.children(recursive=True))]
    return sum(process.memory_full_info().pss for process in processes) / MEGABYTE
