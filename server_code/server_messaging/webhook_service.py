"""What providers tell us: kept as it came, answered at once, made sense of by a job.

A provider that hears no 2xx sends again, and most send everything at least once in any order: so an event is stored
once by its key, and what is made of it must not depend on the order (``event_service``). An event that nothing can be
made of is tried again for hours and then put aside, to be replayed when the fault is mended.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.arguments import storable
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from . import event_service
from .event_rules import Event
from .webhook_store import MAX_BODY, WAITING, store

log = logging.getLogger("mybizz.webhooks")

DONE, DEAD = "done", "dead"
BATCH = 200
# Rows that are read at once: the stock server's messages hold 16 MB, and a letter can take six bytes in them.
PAGE = 5
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
FIRST_RETRY = timedelta(minutes=5)  # then 10, 20 … minutes: eight attempts are spread over ten hours
ROUND_SECONDS = 50.0
LINGER_SECONDS = 4.0
NAP_SECONDS = 0.4
REST = 2.0  # while more is coming, how many times as long as it worked

Handler = Callable[[str], Event | None]
_handlers: dict[str, Handler] = {}


_at_work = threading.Lock()


class _Lately:
    """When this process last began the job, and last kept an event; seconds of a steady clock."""

    started = kept = -LINGER_SECONDS


def read_json(body: str | bytes) -> Any:
    """The JSON that a provider sent, without the characters that cannot be stored. Raises Invalid for anything else."""
    try:
        return storable(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise Invalid("This is no JSON.") from error


def handle_with(provider: str, handler: Handler) -> None:
    """Let ``handler(body)`` make sense of what ``provider`` sends.

    It gives the event of a message that is told of; whatever else there is to do, it does. It runs in a transaction,
    with others, and may run twice: it writes rows and reaches nothing outside. What it raises is kept with the body.
    """
    _handlers[provider] = handler


def keep(provider: str, event_key: str, body: str) -> bool:
    """Store what a provider sent, once for each ``event_key``, and have it worked on; whether it is new.

    Raises Invalid when it is too large. Whatever else it raises means that nothing is stored: answer with 5xx.
    """
    return keep_all(provider, {event_key: body}) == 1


def keep_all(provider: str, bodies: Mapping[str, str]) -> int:
    """The same of several that came together, by their keys; how many are new."""
    if any(len(body) > MAX_BODY for body in bodies.values()):
        raise Invalid("This is too large.")
    new = store({(provider, event_key): body for event_key, body in bodies.items()})
    if new:
        _Lately.kept = time.monotonic()
        _start()
    return new


def _start() -> None:
    """Start the job, unless this process did so lately: it waits a little for more."""
    if time.monotonic() - _Lately.started >= LINGER_SECONDS / 2:
        _Lately.started = time.monotonic()
        anvil.server.launch_background_task("process_webhooks", LINGER_SECONDS)


def process(linger: float = 0.0) -> dict[str, int]:
    """Work off what waits, until nothing came for ``linger`` seconds; how many are done, put off, dead.

    Nothing where this process is at it already: more threads would only take its time from those who bring more.
    """
    if not _at_work.acquire(blocking=False):
        return {}
    try:
        return _work_off(linger)
    finally:
        _at_work.release()


def _work_off(linger: float) -> dict[str, int]:
    done = Counter[str]()
    begun = busy_at = time.monotonic()
    while time.monotonic() - begun < ROUND_SECONDS:
        woke_at = time.monotonic()
        rows = _claim()
        if rows:
            done.update(_work(rows))
            busy_at = time.monotonic()
            if busy_at - _Lately.kept < NAP_SECONDS:
                time.sleep(max(NAP_SECONDS, REST * (busy_at - woke_at)))  # who brings more is answered first
        elif time.monotonic() - busy_at >= linger:
            break
        else:
            time.sleep(NAP_SECONDS)
    return dict(done)


@tables.in_transaction
def _claim() -> list[Any]:
    """The next events, the oldest first; if this worker dies they are due again after the lease."""
    now = utc_now()
    rows = [*_due(now, BATCH, is_small=True), *_due(now, PAGE, is_small=q.any_of(False, None))]
    with tables.batch_update:
        for row in rows:
            row.update(due_at=now + LEASE, attempts=int(row["attempts"]) + 1)
    return rows


def _due(now: datetime, count: int, **which: Any) -> list[Any]:
    due = app_tables.webhook_events.search(
        tables.order_by("due_at"),
        q.fetch_only("provider", "body", "attempts"),
        q.page_size(count),
        status=WAITING,
        due_at=q.less_than_or_equal_to(now),
        **which,
    )
    return [*islice(due, count)]


def _work(rows: Sequence[Any]) -> list[str]:
    try:
        tables.in_transaction(_handle)(rows)
        return [DONE] * len(rows)
    except Exception:  # any fault of any handler: the others must not wait for it, so each is tried alone
        log.info("%s events could not be worked on together", len(rows), exc_info=True)
        return [_handle_alone(row) for row in rows]


def _handle_alone(row: Any) -> str:
    try:
        tables.in_transaction(_handle)([row])
    except Exception as error:  # whatever a handler stumbled over is kept with the event, for a person to see
        log.exception("An event of %s could not be worked on", row["provider"])
        return tables.in_transaction(_put_off)(row, f"{type(error).__name__}: {error}"[:500])
    return DONE


def _handle(rows: Sequence[Any]) -> None:
    told = [_understood(row) for row in rows]
    event_service.note_all([event for event in told if event is not None])
    now = utc_now()
    with tables.batch_update:
        for row in rows:
            row.update(status=DONE, processed_at=now, error=None)


def _understood(row: Any) -> Event | None:
    handler = _handlers.get(row["provider"])
    if handler is None:
        raise Invalid(f"Nothing here understands “{row['provider']}”.")
    return handler(row["body"])


def _put_off(row: Any, error: str) -> str:
    attempts = int(row["attempts"])
    status = DEAD if attempts >= MOST_ATTEMPTS else WAITING
    row.update(status=status, error=error, due_at=utc_now() + FIRST_RETRY * 2 ** (attempts - 1))
    return status


def replay(provider: str | None = None, event_key: str | None = None) -> int:
    """Have events that were put aside worked on again: one, those of a provider, or all; how many.

    Needs a transaction.
    """
    only = {name: value for name, value in (("provider", provider), ("event_key", event_key)) if value}
    rows = list(app_tables.webhook_events.search(q.fetch_only("status"), q.page_size(1000), status=DEAD, **only))
    now = utc_now()
    with tables.batch_update:
        for row in rows:
            row.update(status=WAITING, attempts=0, due_at=now)
    return len(rows)
