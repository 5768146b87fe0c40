"""What happens next to one person in a sequence, by what is known of them. Pure.

A person goes on once their last message has left the outbox, and waits from then: so a message that was held up, by the
pace of sending or an outage, moves all that follow it, and nobody gets two at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# What leaves a person waiting, and how a message stands that has not gone.
DELAY, UNSENT = "delay", "unsent"
IN_OUTBOX = ("pending", "sending", "held")
LOOK_AGAIN = timedelta(minutes=15)

# Reasons for leaving, in words; the gate's reasons are in ``gate_rules``.
GOAL, FINISHED, STATUS, LEFT_SEGMENT = "goal", "finished", "status_change", "left_segment"
UNSUBSCRIBED, ARCHIVED, STOPPED = "unsubscribed", "archived", "stopped"
# Refusals of the gate that are a person's own: they end the sequence, where the others leave out one step.
LEAVING = (UNSUBSCRIBED, STOPPED)
EXITS = {
    GOAL: "Reached the goal",
    FINISHED: "Had every step",
    STATUS: "Became something else",
    LEFT_SEGMENT: "Left the segment",
    UNSUBSCRIBED: "Unsubscribed",
    ARCHIVED: "Archived",
    "removed": "Taken out by hand",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the engine knows of a person in a sequence beside their rows.

    ``bought`` and ``booked`` are since they entered; ``status_before`` is what they were then.
    """

    bought: bool = False
    booked: bool = False
    has_appointment: bool = False
    status_before: str = ""


def exit_reason(contact: Mapping[str, Any], known: Known, settings: Mapping[str, Any]) -> str | None:
    """Why a person must leave now; None to stay."""
    goal, exits = settings.get("goal") or {}, settings.get("exits") or {}
    segments, tags = contact["segments"] or (), contact["tags"] or ()
    reached = {
        "purchase": known.bought,
        "booking": known.booked,
        "tag": goal.get("value") in tags,
        "segment": goal.get("value") in segments,
    }
    checks = (
        (contact["archived_at"] is not None, ARCHIVED),
        (reached.get(goal.get("kind") or "", False), GOAL),
        (bool(exits.get("status_change")) and contact["status"] != known.status_before, STATUS),
        (bool(exits.get("leaves_segment")) and exits["leaves_segment"] not in segments, LEFT_SEGMENT),
    )
    return next((reason for holds, reason in checks if holds), None)


def skip_reason(step: Mapping[str, Any], known: Known) -> str | None:
    """Why a person does not get a step; None when they do."""
    rules = step["skip_if"] or {}
    holds = {"already_purchased": known.bought, "has_appointment": known.has_appointment}
    return next((name for name, does in holds.items() if does and rules.get(name)), None)


def went_at(send: Mapping[str, Any] | None, since: datetime) -> datetime | None:
    """Since when a person waits for the next step: when the last message went; None while it has not."""
    if send is None:
        return since
    if send["status"] in IN_OUTBOX:
        return None
    return max(since, send["sent_at"]) if send["sent_at"] else since


def has_left(send: Mapping[str, Any] | None) -> bool:
    """Whether the last message was answered by unsubscribing or with a complaint."""
    return send is not None and send["status"] in ("unsubscribed", "complained")


def purchases_of(rows: Sequence[Mapping[str, Any]], since: datetime) -> bool:
    """Whether any of a contact's sales is newer than ``since``."""
    return any(row["occurred_at"] > since and row["transaction_type"] != "refund" for row in rows)
