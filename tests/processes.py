"""The processes below a launcher, and what they hold in memory."""

from __future__ import annotations

import time
from pathlib import Path

import psutil

MEBIBYTE = 1024 * 1024


def postmaster(data_dir: Path) -> psutil.Process | None:
    """PostgreSQL's first process of an instance; None while there is none, as while it starts."""
    try:
        return psutil.Process(int((data_dir / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0]))
    except (OSError, IndexError, ValueError, psutil.NoSuchProcess):
        return None


def wait_for_postmaster(data_dir: Path, seconds: float = 30) -> psutil.Process:
    """PostgreSQL's first process of an instance, as soon as it is there. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while (found := postmaster(data_dir)) is None:
        if time.monotonic() > end:
            raise TimeoutError(f"no PostgreSQL in {data_dir} after {seconds} s")
        time.sleep(0.05)
    return found


def server_process(launcher_pid: int) -> psutil.Process:
    """The process that serves the app, among those of a launcher."""
    for process in psutil.Process(launcher_pid).children(recursive=True):
        if "app_server" in process.cmdline() and "serve" in process.cmdline():
            return process
    raise RuntimeError("no server below the launcher")


def processes_on(folder: Path) -> list[psutil.Process]:
    """Every process that was started with an instance's folder among its arguments, its database too."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if any(str(folder) in argument for argument in process.info["cmdline"] or []):
            found.append(process)
    return found


def resident_mebibytes(process: psutil.Process) -> float:
    """What the process holds in memory."""
    return float(process.memory_info().rss) / MEBIBYTE
