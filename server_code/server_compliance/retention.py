"""How long things are kept, and the nightly purge of what is older."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now

BATCH = 1000
YEAR = timedelta(days=365.25)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is purged how long after which time: rows of ``table``, or only what stands in their column ``empties``."""

    name: str
    table: str
    column: str
    after: timedelta
    where: Callable[[], dict[str, Any]] = dict
    empties: str | None = None

    def due(self, now: datetime) -> Any:
        """A search of what is too old."""
        conditions = {self.column: q.less_than(now - self.after), **self.where()}
        if self.empties:
            conditions[self.empties] = q.not_(None)
        return getattr(app_tables, self.table).search(q.page_size(BATCH), **conditions)


RULES = (
    Rule("Sales and refunds, after 7 years", "contact_transactions", "occurred_at", 7 * YEAR),
    Rule("Audit log, after 2 years", "audit_log", "timestamp", 2 * YEAR),
    Rule("Done tasks, after 90 days", "tasks", "completed_at", timedelta(90), lambda: {"status": "completed"}),
    Rule(
        "Notes taken off timelines",
        "contact_events",
        "event_date",
        timedelta(1),
        lambda: {"event_type": "note_removed"},
    ),
    Rule("Imported files, after 90 days", "contact_imports", "created_at", timedelta(90), empties="file"),
    Rule("Used and ended invitations, after 90 days", "invitations", "expires_at", timedelta(90)),
)


def retention_report() -> list[dict[str, Any]]:
    """What the next purge would remove: ``name, count, before`` for each rule."""
    now = utc_now()
    return [{"name": rule.name, "count": len(rule.due(now)), "before": now - rule.after} for rule in RULES]


def purge_old_data() -> dict[str, int]:
    """Remove what is older than its rule says, in batches that are transactions each; how many of each."""
    now = utc_now()
    removed = {}
    for rule in RULES:
        removed[rule.name] = 0
        while count := _purge_batch(rule, now):
            removed[rule.name] += count
    return removed


@tables.in_transaction
def _purge_batch(rule: Rule, now: datetime) -> int:
    rows = [row for row, _ in zip(rule.due(now), range(BATCH), strict=False)]
    if rule.empties:
        with tables.batch_update:
            for row in rows:
                row[rule.empties] = None
    else:
        with tables.batch_delete:
            for row in rows:
                row.delete()
    return len(rows)
