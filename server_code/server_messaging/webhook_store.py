"""Storing what providers sent: once each, and what comes at the same moment together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from .together import Together

WAITING = "waiting"
MAX_BODY = 512 * 1024
SMALL = 8 * 1024  # letters of a body, of which a whole batch is read at once
MOST_TOGETHER = 20  # requests of which one stores what all brought

# By provider and key.
Bodies = Mapping[tuple[str, str], str]


def _store(brought: Sequence[Bodies]) -> list[int]:
    try:
        return _stored(brought)
    except tables.TableError:  # another process stores the same at this moment: the database holds keys unique
        return _stored(brought)


def _stored(brought: Sequence[Bodies]) -> list[int]:
    """Store what is not known yet; how many of each that brought something."""
    known = _known({key for bodies in brought for key in bodies})
    now, rows, counts = utc_now(), [], []
    for bodies in brought:
        new = {key: body for key, body in bodies.items() if key not in known}
        known.update(new)
        counts.append(len(new))
        rows += [_row(provider, event_key, body, now) for (provider, event_key), body in new.items()]
    if rows:
        app_tables.webhook_events.add_rows(rows)
    return counts


def _known(wanted: Set[tuple[str, str]]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for provider in {provider for provider, _ in wanted}:
        keys = [event_key for of, event_key in wanted if of == provider]
        rows = app_tables.webhook_events.search(
            q.fetch_only("event_key"), q.page_size(len(keys) + 1), provider=provider, event_key=q.any_of(*keys)
        )
        found.update((provider, row["event_key"]) for row in rows)
    return found


def _row(provider: str, event_key: str, body: str, now: datetime) -> dict[str, Any]:
    return {
        "provider": provider,
        "event_key": event_key,
        "body": body.replace("\x00", ""),
        "is_small": len(body) <= SMALL,
        "received_at": now,
        "due_at": now,
        "status": WAITING,
        "attempts": 0,
    }


# How many of some bodies are new. What is stored is stored for good when it returns.
store = Together[Bodies, int](_store, MOST_TOGETHER).do
