"""The lines that say what the launcher is doing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

SECONDS_BETWEEN_DETAILS = 5.0

Report = Callable[[str], None]


class Steps:
    """Numbered steps; on a terminal a step's line is updated in place, elsewhere details come as lines of their own."""

    def __init__(self, total: int, out: TextIO | None = None) -> None:
        self.total = total
        self.number = 0
        self.out = out or sys.stdout
        self.in_place = self.out.isatty()
        self._last_detail = 0.0

    @contextmanager
    def step(self, text: str) -> Iterator[Report]:
        """Announce a step and, when the block ends, how long it took; yields a function that shows a detail."""
        self.number += 1
        head = f"[{self.number}/{self.total}] {text}"
        started = self._last_detail = time.monotonic()
        self._write(head, " …")
        try:
            yield lambda detail: self._detail(head, detail)
        except BaseException:
            self._write(head, ": stopped", end="\n")
            raise
        self._write(head, f": done in {time.monotonic() - started:.1f} s", end="\n")

    def skip(self, text: str) -> None:
        """Say that a step needed nothing."""
        self.number += 1
        self._write(f"[{self.number}/{self.total}] {text}", ": ready", end="\n")

    def _detail(self, head: str, detail: str) -> None:
        if not self.in_place and time.monotonic() - self._last_detail < SECONDS_BETWEEN_DETAILS:
            return
        self._last_detail = time.monotonic()
        self._write(head, f": {detail}"[:100])

    def _write(self, head: str, tail: str, end: str = "") -> None:
        line = f"\r\033[K{head}{tail}{end}" if self.in_place else f"{head}{tail}\n"
        self.out.write(line)
        self.out.flush()
