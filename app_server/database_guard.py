"""Looks after the embedded PostgreSQL while an app runs: starts it again when it has died, spares a full disk."""

from __future__ import annotations

import logging
import shutil
import threading

from .embedded_postgres import EmbeddedServer
from .errors import StartError

LOOK_SECONDS = 0.5
# PostgreSQL ends itself when it cannot write its log, of which a file has 16 MB: nobody writes before it comes to that.
LEAST_FREE_BYTES = 32 * 1024 * 1024
# And again once there is so much that it does not come to that at once.
ENOUGH_FREE_BYTES = 2 * LEAST_FREE_BYTES

log = logging.getLogger(__name__)


class DatabaseGuard:
    """Looks after a server, in a thread, until it is stopped; of several processes' guards one does the work."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._server = server
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._look_again_and_again, name="database guard", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns once the guard no longer starts anything."""
        self._stopping.set()
        self._thread.join()

    def _look_again_and_again(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                self._look()
            except StartError as error:
                log.error("%s", error.sentence)
            except (OSError, ValueError, IndexError) as error:  # a folder or a file that somebody is changing
                log.error("the database's folder cannot be looked after: %s", error)

    def _look(self) -> None:
        if not self._server.is_running():
            log.error("PostgreSQL has died and is started again")
            self._server.start_again()
        free = shutil.disk_usage(self._server.cluster).free
        if free < LEAST_FREE_BYTES and self._server.change_writing(allowed=False):
            log.error("the disk is full: the database is only read until there is room again")
        elif free > ENOUGH_FREE_BYTES and self._server.change_writing(allowed=True):
            log.warning("there is room on the disk again: the database is written again")
