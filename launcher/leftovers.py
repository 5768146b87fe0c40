"""The embedded PostgreSQL of a server that was killed outright goes on running: the launcher stops it."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STOP_SECONDS = 15.0
POLL_SECONDS = 0.05


@contextmanager
def no_database_left(folder: Path) -> Iterator[None]:
    """After the block, stop the database in an instance's `folder` unless some process still uses it."""
    try:
        yield
    finally:
        _stop_unused(folder / "postgres")


def _stop_unused(database: Path) -> None:
    pid = _postmaster(database / "cluster")
    if pid is None:
        return
    with (database / "users.lock").open("a") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        os.kill(pid, signal.SIGINT)  # PostgreSQL's own signal for a fast and clean stop
        end = time.monotonic() + STOP_SECONDS
        while _postmaster(database / "cluster") == pid and time.monotonic() < end:
            time.sleep(POLL_SECONDS)


def _postmaster(cluster: Path) -> int | None:
    """The process that serves these files; the number in its file may be a stranger's after a restart."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split()[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError, IndexError):
        return None
    return pid if str(cluster).encode() in command else None
