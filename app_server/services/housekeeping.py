"""Once an hour: forget expired sessions and media."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import psycopg
from psycopg_pool import PoolTimeout

if TYPE_CHECKING:
    from ..instance import Instance

log = logging.getLogger(__name__)

INTERVAL_SECONDS = 3600


def start(instance: Instance) -> None:
    """Tidy up at once and then every hour, until the instance is closed."""
    stopping = threading.Event()
    thread = threading.Thread(target=_tidy_again_and_again, args=(instance, stopping), name="housekeeping", daemon=True)
    thread.start()

    def stop() -> None:
        stopping.set()
        thread.join(5)

    instance.on_close.append(stop)


def tidy(instance: Instance) -> tuple[int, int]:
    """Forget what has expired; returns how many sessions and media that were."""
    return instance.sessions.delete_expired(), instance.media.delete_expired()


def _tidy_again_and_again(instance: Instance, stopping: threading.Event) -> None:
    while True:
        try:
            sessions, media = tidy(instance)
            log.info("housekeeping", extra={"facts": {"sessions": sessions, "media": media}})
        except (psycopg.Error, PoolTimeout) as error:
            log.warning("housekeeping failed: %s", error)
        if stopping.wait(INTERVAL_SECONDS):
            return
