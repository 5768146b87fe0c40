"""Starts the embedded PostgreSQL again when it has died under a running app."""

from __future__ import annotations

import logging
import threading

from .embedded_postgres import EmbeddedServer
from .errors import StartError

LOOK_SECONDS = 0.5

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
            if self._server.is_running():
                continue
            log.error("PostgreSQL has died and is started again")
            try:
                self._server.start_again()
            except StartError as error:
                log.error("%s", error.sentence)
