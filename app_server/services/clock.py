"""Notices that the machine's clock was set back: what waits for a time that was near would wait for hours or years.

How long something takes or lasts within a process is measured by the clock that nobody sets. What lasts from process
to process (log-ins, schedules, locks, links) goes by the wall clock, as it must: forward, it ends early or is due.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import psycopg
from psycopg_pool import PoolTimeout

from . import schedule

if TYPE_CHECKING:
    from ..instance import Instance

LOOK_SECONDS = 5.0
# Less is how clocks are kept right.
STEP_SECONDS = 60.0

log = logging.getLogger(__name__)


class Clock:
    """How far the wall clock is from the one that nobody sets, and was when it was last asked."""

    def __init__(self) -> None:
        self._distance = self._now()

    def seconds_set_back(self) -> float:
        """By how much the wall clock was set back since the last time; 0 when it was not, or by less than a minute."""
        before, self._distance = self._distance, self._now()
        step = before - self._distance
        return step if step >= STEP_SECONDS else 0.0

    def _now(self) -> float:
        return time.time() - time.monotonic()


def start(instance: Instance) -> None:
    """Look every few seconds, until the instance is closed."""
    stopping = threading.Event()
    thread = threading.Thread(target=_watch, args=(instance, stopping), name="clock", daemon=True)
    thread.start()

    def stop() -> None:
        stopping.set()
        thread.join()

    instance.on_close.append(stop)


def _watch(instance: Instance, stopping: threading.Event) -> None:
    clock = Clock()
    while not stopping.wait(LOOK_SECONDS):
        seconds = clock.seconds_set_back()
        if not seconds:
            continue
        log.warning("the clock was set back by %.0f s; schedules are planned anew where that matters", seconds)
        try:
            schedule.start(instance)
        except (psycopg.Error, PoolTimeout) as error:
            log.error("schedules could not be planned anew: %s", error)
