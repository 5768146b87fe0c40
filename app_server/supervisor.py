"""Several serving processes behind one listener: started, restarted when one dies, stopped together.

The processes are forked, after the server's modules are imported and before anything else is done: they share those
modules' memory and start quickly. The one that supervises opens no connection and runs no thread, so that forking is
safe at any time.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess

from .errors import StartError
from .process_end import end_with_parent

log = logging.getLogger(__name__)

# What one serving process runs: it calls the given function once it serves, and returns its exit code.
Serve = Callable[[Callable[[], None]], int]

FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 10.0
# A process that lived this long starts again at once when it dies.
STEADY_SECONDS = 30.0
LOOK_SECONDS = 0.5

_fork = multiprocessing.get_context("fork")


@dataclass(slots=True)
class _Place:
    """One of the N places: its process, and when the next one may start after that has died."""

    number: int
    process: ForkProcess | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    delay_seconds: float = 0.0
    told: Connection | None = field(default=None, repr=False)

    def is_due(self) -> bool:
        return self.process is None and time.monotonic() >= self.start_again_at


class Supervisor:
    """Keeps ``count`` processes that run ``serve`` alive, until SystemExit is raised in it: by a signal, that is.

    ``died(pid)`` is told of each one that dies; those that have not stopped ``patience_seconds`` after they were told
    to are killed.
    """

    def __init__(self, count: int, serve: Serve, died: Callable[[int], None], patience_seconds: float) -> None:
        self._serve = serve
        self._died = died
        self._patience_seconds = patience_seconds
        self._places = [_Place(number) for number in range(1, count + 1)]

    def run(self) -> int:
        """Returns only when the first process could not serve at all: its exit code. It migrates before others start.

        Whatever ends this, every process is stopped first.
        """
        try:
            code = self._first_serves(self._places[0])
            if code is not None:
                return code
            while True:
                for place in self._places:
                    if place.is_due():
                        self._start(place)
                self._await_a_death()
        finally:
            self._stop_all()

    def _first_serves(self, place: _Place) -> int | None:
        """None once the first process serves; its exit code when it ended instead."""
        self._start(place)
        assert place.told is not None and place.process is not None
        try:
            place.told.recv()
        except EOFError:
            place.process.join()
            return place.process.exitcode or 1
        return None

    def _start(self, place: _Place) -> None:
        told, tell = _fork.Pipe(duplex=False)
        place.process = _fork.Process(target=self._in_child, args=(place.number, tell), name=f"server {place.number}")
        place.process.start()
        tell.close()  # the child's copy alone is left, so that its end is seen
        place.told, place.started_at = told, time.monotonic()

    def _in_child(self, number: int, tell: Connection) -> None:
        end_with_parent()
        code = 1
        try:
            code = self._serve(lambda: tell.send(number))
        except SystemExit:
            code = 0
        except StartError as error:
            sys.stderr.write(f"{error.sentence}\n")
        except Exception:  # the process ends here, and the log says why
            log.exception("a serving process cannot go on")
        finally:
            logging.shutdown()
            sys.stderr.flush()
            # Neither the supervisor's tidying up nor a thread of the app's may hold this process.
            os._exit(code)

    def _await_a_death(self) -> None:
        living = {place.process.sentinel: place for place in self._places if place.process is not None}
        for sentinel in wait(list(living), timeout=LOOK_SECONDS):
            self._note_death(living[sentinel])  # type: ignore[index]  # sentinels are what was asked for

    def _note_death(self, place: _Place) -> None:
        assert place.process is not None and place.process.pid is not None
        place.process.join()
        lived = time.monotonic() - place.started_at
        grown = min(LONGEST_DELAY_SECONDS, max(FIRST_DELAY_SECONDS, place.delay_seconds * 2))
        place.delay_seconds = 0.0 if lived > STEADY_SECONDS else grown
        place.start_again_at = time.monotonic() + place.delay_seconds
        facts = {"worker": place.number, "pid": place.process.pid, "exit": place.process.exitcode}
        log.error("a serving process has died and is started again", extra={"facts": facts})
        self._died(place.process.pid)
        _close(place)

    def _stop_all(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        running = [place for place in self._places if place.process is not None]
        for place in running:
            if place.process is not None and place.process.is_alive():
                place.process.terminate()
        end = time.monotonic() + self._patience_seconds
        for place in running:
            if place.process is None:
                continue
            place.process.join(max(0.0, end - time.monotonic()))
            if place.process.is_alive():
                log.error("process %s did not stop and is killed", place.process.pid)
                place.process.kill()
                place.process.join()
            _close(place)


def _close(place: _Place) -> None:
    if place.process is not None:
        place.process.close()
    if place.told is not None:
        place.told.close()
    place.process = place.told = None
