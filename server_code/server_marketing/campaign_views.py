"""What screens are told of a campaign: plain values, and figures counted from the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..server_analytics import figure_service
from ..server_analytics.message_queries import FIGURES, count_messages
from .campaign_queries import NOT_BEGUN
from .campaign_rules import LABELS


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
    return count_messages(row)


def _name(user: Any) -> str:
    return (user["name"] or user["email"]) if user is not None else ""
