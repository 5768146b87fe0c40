"""What a server computes: it tells the same on a machine that is busy otherwise."""

from __future__ import annotations

import psutil

from tests.processes import wait_for_postmaster
from tests.server_process import ServerProcess


def cpu_seconds(server: ServerProcess) -> float:
    """What a server and its database have computed so far."""
    processes = [psutil.Process(server.process.pid), *wait_for_postmaster(server.data_dir).children()]
    return sum(sum(process.cpu_times()[:2]) for process in processes)
