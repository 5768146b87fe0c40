"""The processes the launcher starts: none of them outlives it, however it ends."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType

from .problems import Problem, explain

STOP_SECONDS = 15.0
PR_SET_PDEATHSIG = 1
ENDINGS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Children:
    """Starts processes and, when the block is left for whatever reason, stops them, the last one first."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Children:
        self._handlers = {number: signal.signal(number, _interrupt) for number in ENDINGS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        for child in reversed(self._running):
            stop(child)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def start(
        self, command: Sequence[str | Path], log: Path, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Start a process whose output is appended to `log`."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as output:
            return self._open(command, output.fileno(), environment)

    def run(
        self,
        doing: str,
        command: Sequence[str | Path],
        log: Path,
        on_line: Callable[[str], None] = lambda line: None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Run a process to its end, its lines to `on_line` and to `log`; Problem when it fails."""
        log.parent.mkdir(parents=True, exist_ok=True)
        child = self._open(command, subprocess.PIPE, environment)
        assert child.stdout is not None
        lines: list[str] = []
        with log.open("w") as copy:
            for line in child.stdout:
                lines.append(line)
                copy.write(line)
                on_line(line.rstrip())
        if child.wait() != 0:
            raise explain(doing, "".join(lines), log)
        self._running.remove(child)

    def _open(
        self, command: Sequence[str | Path], output: int, environment: Mapping[str, str] | None
    ) -> subprocess.Popen[str]:
        try:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
                start_new_session=True,  # so that Ctrl-C reaches the launcher alone, which stops the rest in order
                preexec_fn=_end_with_parent,  # noqa: PLW1509 (the launcher has one thread)
            )
        except FileNotFoundError as error:
            raise Problem(f"`{command[0]}` is missing on this computer: install it and run this again.") from error
        self._running.append(child)
        return child


def stop(child: subprocess.Popen[str]) -> None:
    """Ask a process to end, and end it by force when it has not after STOP_SECONDS."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _end_with_parent() -> None:
    """Have Linux end this process in good order when the launcher is killed outright."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
