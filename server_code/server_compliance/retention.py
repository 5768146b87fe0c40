"""How long things are kept, and the nightly purge of what is older."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers import ledger_service
from ..server_messaging import outside_erasure_service
from ..server_shared.actors import SYSTEM
from ..server_shared.audit import log_audit_event
from ..server_shared.clock import utc_now

BATCH = 1000
RUNS_SHOWN = 10
RUN = "purge_old_data"
YEAR = timedelta(days=365.25)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is purged how long after which time: rows of ``table``, or only what their column ``empties`` holds.

    ``first`` is called with the rows of each batch, which have ``first_needs`` too, before they are purged; ``counted``
    with their contacts after that, whose figures are counted from the rows. Of rules on one table those that empty
    come before those that remove: so the report tells what each will do.
    """

    name: str
    table: str
    column: str
    after: timedelta
    where: Callable[[], dict[str, Any]] = dict
    empties: str | None = None
    first: Callable[[Sequence[Any]], None] = lambda rows: None
    first_needs: tuple[str, ...] = ()
    counted: Callable[[Sequence[Any]], None] | None = None

    def due(self, now: datetime) -> Any:
        """A search of what is too old, the oldest first."""
        return self._search(q.less_than(now - self.after))

    def next_at(self) -> datetime | None:
        """When the oldest of what there is becomes too old; None where there is nothing."""
        oldest = next(iter(self._search(q.not_(None))), None)
        return oldest[self.column] + self.after if oldest else None

    def _search(self, age: Any) -> Any:
        conditions = {self.column: age, **self.where()}
        if self.empties:
            conditions[self.empties] = q.not_(None)
        needs = ("contact",) if self.counted else self.first_needs
        order, only = tables.order_by(self.column), q.fetch_only(self.column, *needs)
        return getattr(app_tables, self.table).search(order, only, q.page_size(BATCH), **conditions)


RULES = (
    Rule(
        *("Sales and refunds, after 7 years", "contact_transactions", "occurred_at", 7 * YEAR),
        counted=ledger_service.count_sales_of,
    ),
    Rule("Audit log, after 2 years", "audit_log", "timestamp", 2 * YEAR),
    Rule("Done tasks, after 90 days", "tasks", "completed_at", timedelta(90), lambda: {"status": "completed"}),
    Rule(
        "Notes taken off timelines",
        "contact_events",
        "event_date",
        timedelta(1),
        lambda: {"event_type": "note_removed"},
    ),
    Rule("Addresses in the log of messages, after 90 days", "sends", "created_at", timedelta(90), empties="address"),
    Rule(
        "With what people opened mail, after 90 days", "send_events", "received_at", timedelta(90), empties="user_agent"
    ),
    Rule("Files that people sent, after 2 years", "inbound_files", "received_at", 2 * YEAR),
    Rule(
        "Messages that people wrote, after 2 years",
        "inbound_messages",
        "received_at",
        2 * YEAR,
        first=outside_erasure_service.ask_for_old,
        first_needs=("provider_id",),
    ),
    Rule(
        "Internet addresses of who sent forms, after 90 days",
        "lead_submissions",
        "submitted_at",
        timedelta(90),
        empties="ip_address",
    ),
    Rule("What people sent by forms, after 2 years", "lead_submissions", "submitted_at", 2 * YEAR),
    Rule(
        "Answers to people, after 2 years",
        "sends",
        "created_at",
        2 * YEAR,
        lambda: {"purpose": "conversation"},
        empties="values",
        first=outside_erasure_service.ask_for_old_answers,
        first_needs=("provider_id", "past_ids"),
    ),
    Rule("What was deleted at Twilio too, after 2 years", "outside_erasures", "done_at", 2 * YEAR),
    Rule("Conversations without a word for 2 years", "conversations", "last_at", 2 * YEAR),
    Rule("Log of invitations and other single mails, after 90 days", "email_log", "sent_date", timedelta(90)),
    Rule("What mail and message services reported, after 30 days", "webhook_events", "received_at", timedelta(30)),
    Rule("Imported files, after 90 days", "contact_imports", "created_at", timedelta(90), empties="file"),
    Rule("Used and ended invitations, after 90 days", "invitations", "expires_at", timedelta(90)),
)


def retention_report() -> dict[str, Any]:
    """``rules``: of each ``name, count`` of what the next purge would remove, ``before`` when that is from, and
    ``next_at``, when the oldest of what there is becomes too old. ``runs``: the last purges, the newest first.
    """
    now = utc_now()
    rules = [
        {"name": rule.name, "count": len(rule.due(now)), "before": now - rule.after, "next_at": rule.next_at()}
        for rule in RULES
    ]
    return {"rules": rules, "runs": _last_runs()}


def _last_runs() -> list[dict[str, Any]]:
    newest = tables.order_by("timestamp", ascending=False)
    lines = islice(app_tables.audit_log.search(newest, q.page_size(RUNS_SHOWN), action=RUN), RUNS_SHOWN)
    return [{"ended_at": line["timestamp"], "removed": (line["changes"] or {}).get("removed", {})} for line in lines]


def purge_old_data(report: Callable[..., None]) -> dict[str, int]:
    """Remove what is older than its rule says, in batches that are transactions each; how many of each.

    ``report(removed=…)`` is called after each batch. The audit log gets a line with the counts.
    """
    now = utc_now()
    removed = {rule.name: 0 for rule in RULES}
    for rule in RULES:
        while count := _purge_batch(rule, now):
            removed[rule.name] += count
            report(removed=removed)
    tables.in_transaction(log_audit_event)(SYSTEM, RUN, "retention", "", {"removed": removed})
    return removed


@tables.in_transaction
def _purge_batch(rule: Rule, now: datetime) -> int:
    rows = list(islice(rule.due(now), BATCH))
    rule.first(rows)
    contacts = list({row["contact"] for row in rows} - {None}) if rule.counted else []
    if rule.empties:
        with tables.batch_update:
            for row in rows:
                row[rule.empties] = None
    else:
        with tables.batch_delete:
            for row in rows:
                row.delete()
    if rule.counted and contacts:
        rule.counted(contacts)
    return len(rows)
