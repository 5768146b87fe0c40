"""What screens are told of sequences: plain values, and figures counted from the people in them and the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from .moves import GOAL, UNSENT, UNSUBSCRIBED
from .rules import BY_HAND, CANCELLED, COMPLETED, HELD, LABELS, WAITING

STEP_FIGURES = ("sent", "delivered", "opened", "clicked", "waiting", "skipped", "failed", "bounced", "conversions")


def sequence_record(row: Any, figures: Mapping[str, Any]) -> dict[str, Any]:
    """A sequence's row as a dict, with how many are and were in it, and how its messages did."""
    named = ("campaign_id", "campaign_name", "campaign_type", "purpose", "status")
    return {
        **{name: row[name] for name in (*named, "created_at", "updated_at", "started_at")},
        "version": int(row["version"] or 1),
        "status_label": LABELS[row["status"]],
        "trigger_type": row["trigger_type"] or BY_HAND,
        "trigger_conditions": row["trigger_conditions"] or {},
        "settings": row["settings"] or {},
        "people": people_figures(row),
        "figures": {name: int(figures.get(name) or 0) for name in STEP_FIGURES},
    }


def people_figures(campaign: Any) -> dict[str, int]:
    """How many ever entered (``enrolled``), are inside (``active``, ``paused``), went through, and left before."""
    counts = {status: _count(campaign, status=status) for status in (WAITING, HELD, COMPLETED, CANCELLED)}
    return {"enrolled": sum(counts.values()), **counts}


def sequence_stats(campaign: Any, figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a sequence: those kept of its messages, people as above, and of those how many left for what."""
    left = {"unsubscribed": UNSUBSCRIBED, "goals": GOAL}
    reasons = {name: _count(campaign, exit_reason=reason) for name, reason in left.items()}
    return {**figures, **people_figures(campaign), **reasons}


def step_figures(variants: Mapping[str, Mapping[str, Any]], step_key: str) -> dict[str, int]:
    """How many messages of a step are where; ``variants`` are the figures kept by variant."""
    kept = variants.get(step_key) or {}
    return {name: int(kept.get(name) or 0) for name in STEP_FIGURES}


def people_before(campaign: Any, step_number: int) -> int:
    """How many people wait for a step."""
    return _count(campaign, status=WAITING, sequence_day=step_number, wait_reason=q.not_(UNSENT))


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
