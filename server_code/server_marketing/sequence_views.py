"""What screens are told of sequences: plain values, and figures counted from the people in them and the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from .campaign_views import DELIVERED, OPENED, WAITING, WENT
from .sequence_moves import GOAL, UNSUBSCRIBED
from .sequence_rules import BY_HAND, CANCELLED, COMPLETED, HELD, LABELS
from .sequence_rules import WAITING as INSIDE

STEP_FIGURES = {
    "sent": WENT,
    "delivered": DELIVERED,
    "opened": OPENED,
    "clicked": ("clicked",),
    "waiting": WAITING,
    "skipped": ("skipped",),
    "failed": ("failed", "bounced"),
}


def sequence_record(row: Any) -> dict[str, Any]:
    """A sequence's row as a dict, with how many are and were in it."""
    named = ("campaign_id", "campaign_name", "campaign_type", "purpose", "status")
    return {
        **{name: row[name] for name in (*named, "created_at", "updated_at", "started_at")},
        "version": int(row["version"] or 1),
        "status_label": LABELS[row["status"]],
        "trigger_type": row["trigger_type"] or BY_HAND,
        "trigger_conditions": row["trigger_conditions"] or {},
        "settings": row["settings"] or {},
        "people": people_figures(row),
    }


def people_figures(campaign: Any) -> dict[str, int]:
    """How many ever entered (``enrolled``), are inside (``active``, ``paused``), went through, and left before."""
    counts = {status: _count(campaign, status=status) for status in (INSIDE, HELD, COMPLETED, CANCELLED)}
    return {"enrolled": sum(counts.values()), **counts}


def sequence_stats(campaign: Any) -> dict[str, int]:
    """The figures of ``get_campaign_stats`` for a sequence: people as above, and messages."""
    messages = {name: _sends(campaign, status=q.any_of(*statuses)) for name, statuses in STEP_FIGURES.items()}
    return {
        **people_figures(campaign),
        "unsubscribed": _count(campaign, status=CANCELLED, exit_reason=UNSUBSCRIBED),
        "conversions": _count(campaign, status=COMPLETED, exit_reason=GOAL),
        **messages,
    }


def step_figures(campaign: Any, keys: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each of a sequence's steps how many messages are where, and how many people wait for it (``next``)."""
    return {
        key: {name: _sends(campaign, variant=key, status=q.any_of(*those)) for name, those in STEP_FIGURES.items()}
        for key in keys
    }


def people_before(campaign: Any, step_number: int) -> int:
    """How many people wait for a step."""
    return _count(campaign, status=INSIDE, sequence_day=step_number, wait_reason=q.not_("unsent"))


def s0_view(steps: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The steps as the first version of this interface had them: a list of mails and their number."""
    mails = [
        {
            "subject": step["subject"],
            "html_content": step.get("html", ""),
            "delay_days": step["delay_days"],
        }
        for step in steps
    ]
    return {"email_sequence": mails, "sequence_length": len(mails)}


def _count(campaign: Any, **columns: Any) -> int:
    return len(app_tables.contact_campaigns.search(q.page_size(1), campaign=campaign, **columns))


def _sends(campaign: Any, **columns: Any) -> int:
    return len(app_tables.sends.search(q.page_size(1), campaign=campaign, **columns))
