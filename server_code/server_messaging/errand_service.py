"""What a worker outside is asked to do besides sending: a test to one's own telephone, bringing the templates.

Whoever asks waits some seconds for what became of it; what no worker took meanwhile is forgotten.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid

WAITING, TAKEN, DONE = "waiting", "taken", "done"
PATIENCE_SECONDS = 20.0
LOOK_SECONDS = 0.25
FORGOTTEN = timedelta(minutes=1)
NOTICED_EVERY, GONE_AFTER = timedelta(seconds=20), timedelta(minutes=1)
NOBODY = "No worker for Twilio answers. Whoever looks after the server starts it: python -m uplink.twilio_worker"


def ask(kind: str, details: Mapping[str, Any], patience_seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
    """Have a worker do something; its ``outcome``. Opens transactions. Raises Invalid when none does."""
    if not has_worker():
        raise Invalid(NOBODY)
    errand_key = tables.in_transaction(_add)(kind, details)
    end = time.monotonic() + patience_seconds
    try:
        while time.monotonic() < end:
            row = app_tables.errands.get(errand_key=errand_key)
            if row is not None and row["status"] == DONE:
                return dict(row["outcome"])
            time.sleep(LOOK_SECONDS)
    finally:
        tables.in_transaction(_forget)(errand_key)
    raise Invalid(NOBODY)


def notice_worker(stream: Any) -> None:
    """Keep that a worker asked for messages of a stream (its row) just now. Needs a transaction."""
    now = utc_now()
    if stream["worker_seen_at"] is None or stream["worker_seen_at"] < now - NOTICED_EVERY:
        stream["worker_seen_at"] = now


def has_worker() -> bool:
    """Whether a worker outside the server has asked for messages lately."""
    seen = q.greater_than(utc_now() - GONE_AFTER)
    return len(app_tables.send_streams.search(q.page_size(1), worker_seen_at=seen)) > 0


def is_waiting() -> bool:
    """Whether there is something to do."""
    return len(app_tables.errands.search(q.page_size(1), status=WAITING)) > 0


def take() -> dict[str, Any] | None:
    """The next errand, ``errand_key, kind, details``; None where there is none. Needs a transaction."""
    row = next(iter(app_tables.errands.search(tables.order_by("asked_at"), q.page_size(1), status=WAITING)), None)
    if row is None:
        return None
    row["status"] = TAKEN
    return {name: row[name] for name in ("errand_key", "kind", "details")}


def finish(errand_key: str, outcome: Mapping[str, Any]) -> None:
    """Say what became of an errand; nothing where nobody waits any more. Needs a transaction."""
    row = app_tables.errands.get(errand_key=errand_key)
    if row is not None:
        row.update(status=DONE, outcome=dict(outcome))


def _add(kind: str, details: Mapping[str, Any]) -> str:
    for old in list(app_tables.errands.search(asked_at=q.less_than(utc_now() - FORGOTTEN))):
        old.delete()
    errand_key = secrets.token_hex(8)
    app_tables.errands.add_row(
        errand_key=errand_key, kind=kind, details=dict(details), status=WAITING, asked_at=utc_now()
    )
    return errand_key


def _forget(errand_key: str) -> None:
    row = app_tables.errands.get(errand_key=errand_key)
    if row is not None:
        row.delete()
