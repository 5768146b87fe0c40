"""Memory of processes, as the kernel counts it."""

from __future__ import annotations

import psutil

MEBIBYTE = 1024 * 1024


def server_process(launcher_pid: int) -> psutil.Process:
    """The process that serves the app, among those of a launcher."""
    for process in psutil.Process(launcher_pid).children(recursive=True):
        if "app_server" in process.cmdline() and "serve" in process.cmdline():
            return process
    raise RuntimeError("no server below the launcher")


def resident_mebibytes(process: psutil.Process) -> float:
    """What the process holds in memory."""
    return float(process.memory_info().rss) / MEBIBYTE
