"""How many messages of a campaign, or of a sequence, are in which state: counted from the outbox at this moment."""

from __future__ import annotations

from collections import Counter
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from .figure_rules import APART, DELIVERED, OPENED, USUAL_FIRST, WAITING, WENT

FIGURES = {
    "waiting": WAITING,
    "sent": WENT,
    "delivered": DELIVERED,
    "opened": OPENED,
    "clicked": ("clicked",),
    **{name: (name,) for name in APART},
}


def count_messages(campaign: Any) -> dict[str, int]:
    """How many messages of a campaign are in each of ``FIGURES``, and ``total``."""
    counts = _by_status(campaign)
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
