"""What messages really cost: each by its own parts and the country it goes to, written when it is about to go.

Mail costs the same everywhere, so it is counted instead; so is what went before costs were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from . import price_service, settings_service
from .driver_service import Message

EMAIL = "email"


def note_costs(rows: Sequence[Any], messages: Sequence[Message]) -> None:
    """Write what ``messages`` by telephone cost, in major units, into their rows of the outbox. Opens a transaction."""
    costs = {
        each.send_key: float(price_service.price_of_message(each.channel, each.text, each.to))
        for each in messages
        if each.channel != EMAIL
    }
    if costs:
        tables.in_transaction(_note)([row for row in rows if row["send_key"] in costs], costs)


def _note(rows: Sequence[Any], costs: dict[str, float]) -> None:
    with tables.batch_update:
        for row in rows:
            row["cost"] = costs[row["send_key"]]


def cost_of_row(row: Any) -> Decimal:
    """What the message of a row of the outbox (its ``channel`` and ``cost``) costs, in major units."""
    return settings_service.price_of(row["channel"]) if row["cost"] is None else Decimal(str(row["cost"]))


def spent_on(channel: str, **which: Any) -> tuple[int, Decimal]:
    """How many rows of the outbox of a channel there are with such columns, and what they cost, in major units."""
    rows = {"channel": channel, **which}
    count = _count(**rows, cost=None)
    total = count * settings_service.price_of(channel)
    for cost in () if channel == EMAIL else _costs(rows):
        found = _count(**rows, cost=cost)
        count, total = count + found, total + found * Decimal(str(cost))
    return count, total


def _costs(rows: dict[str, Any]) -> Iterator[float]:
    """The costs there are, each once: few, since prices and parts are. Each is looked for above the last one."""
    lowest = tables.order_by("cost")
    above = q.not_(None)
    while True:
        found = app_tables.sends.search(lowest, q.page_size(1), q.fetch_only("cost"), **rows, cost=above)
        row = next(iter(found), None)
        if row is None:
            return
        yield row["cost"]
        above = q.greater_than(row["cost"])


def _count(**columns: Any) -> int:
    return len(app_tables.sends.search(q.page_size(1), q.fetch_only("status"), **columns))
