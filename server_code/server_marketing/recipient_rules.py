"""How a message of a campaign stands, in words, and which of the few groups of a list it belongs to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PENDING, SENT, FAILED, LEFT_OUT, UNKNOWN = "pending", "sent", "failed", "left_out", "unknown"
GROUPS: Mapping[str, tuple[str, ...]] = {
    SENT: ("sent", "delivered", "read", "opened", "clicked", "complained", "unsubscribed"),
    PENDING: ("pending", "sending", "held"),
    FAILED: ("failed", "bounced"),
    LEFT_OUT: ("skipped", "cancelled"),
    UNKNOWN: ("unknown",),
}
# Why a message was cancelled: somebody took its receiver off the list.
REMOVED = "removed"
STATES = {
    "pending": "Pending",
    "sending": "Going now",
    "held": "Held",
    "sent": "Sent",
    "delivered": "Delivered",
    "read": "Read",
    "opened": "Opened",
    "clicked": "Clicked",
    "complained": "Reported as spam",
    "unsubscribed": "Unsubscribed",
    "failed": "Failed",
    "bounced": "Bounced",
    "skipped": "Left out",
    "cancelled": "Cancelled",
    "unknown": "Not certain",
}


def delivery_rate(counts: Mapping[str, int]) -> float | None:
    """Percent of the messages tried that neither failed nor came back, with one decimal; None before any was."""
    tried = counts[SENT] + counts[FAILED]
    return round(100 * counts[SENT] / tried, 1) if tried else None


def group_of(status: str) -> str:
    """The group of ``GROUPS`` that a status belongs to."""
    return next(name for name, statuses in GROUPS.items() if status in statuses)


def describe(send: Mapping[str, Any], reason: str) -> dict[str, str]:
    """``state`` in a word, and ``text``: why, as far as there is something to say. ``reason`` in words.

    Of what waits that tells more than what a server once said.
    """
    if send["reason"] == REMOVED:
        return {"state": "Removed", "text": "Taken off the list by hand"}
    known = (reason, send["error"]) if send["status"] in GROUPS[PENDING] else (send["error"], reason)
    return {"state": STATES.get(send["status"], send["status"]), "text": next(filter(None, known), "")}
