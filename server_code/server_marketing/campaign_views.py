"""What screens are told of a campaign: plain values, and figures counted from the outbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from . import figure_service
from .campaign_rules import AWAITING, DRAFT, LABELS, SCHEDULED
from .figure_rules import APART, DELIVERED, OPENED, USUAL_FIRST, WAITING, WENT

FIGURES = {
    "waiting": WAITING,
    "sent": WENT,
    "delivered": DELIVERED,
    "opened": OPENED,
    "clicked": ("clicked",),
    **{name: (name,) for name in APART},
}
NOT_BEGUN = (DRAFT, SCHEDULED, AWAITING)


def campaign_record(row: Any, stats: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A campaign's row as a dict, with ``stats``: those that are at hand, or as they stand at this moment."""
    named = ("campaign_id", "campaign_name", "campaign_type", "purpose", "status", "status_reason", "version")
    times = ("scheduled_at", "started_at", "completed_at", "created_at", "updated_at")
    return {
        **{name: row[name] for name in (*named, *times)},
        "status_label": LABELS[row["status"]],
        "audience": row["audience"] or {},
        "channels": row["channels"],
        "offer_id": row["offer"]["offer_id"] if row["offer"] else None,
        "created_by": _name(row["created_by"]),
        "asked_by": _name(row["asked_by"]),
        "launched_by": _name(row["launched_by"]),
        "is_archived": row["archived_at"] is not None,
        "stats": campaign_stats(row) if stats is None else dict(stats),
    }


def campaign_stats(row: Any) -> dict[str, int]:
    """How many messages of a campaign are in each of ``FIGURES``, and ``total``; as last counted once it ended."""
    if row["status"] in NOT_BEGUN:
        return {"total": 0, **dict.fromkeys(FIGURES, 0)}
    if kept := figure_service.figures_after_end(row):
        return {name: kept[name] for name in ("total", *FIGURES)}
    counts = _by_status(row)
    stats = {name: sum(counts[status] for status in statuses) for name, statuses in FIGURES.items()}
    return {"total": counts.total(), **stats}


def _by_status(campaign: Any) -> Counter[str]:
    """How many messages of a campaign are in each status; no more is counted once all of them are found."""
    left = len(app_tables.sends.search(q.page_size(1), q.fetch_only("status"), campaign=campaign))
    counts = Counter[str]()
    for status in USUAL_FIRST:
        if left <= 0:
            break
        counts[status] = count_sends(campaign, (status,))
        left -= counts[status]
    return counts


def count_sends(campaign: Any, statuses: tuple[str, ...], channel: str | None = None) -> int:
    """How many messages of a campaign, on one channel or all, are in any of ``statuses``."""
    about = {"channel": channel} if channel else {}
    which = {"campaign": campaign, "status": q.any_of(*statuses), **about}
    return len(app_tables.sends.search(q.page_size(1), q.fetch_only("status"), **which))


def _name(user: Any) -> str:
    return (user["name"] or user["email"]) if user is not None else ""
