"""Reading campaigns: one, those under way, those of a time, those that come next."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.errors import NotFound
from .campaign_rules import AWAITING, DRAFT, LABELS, PAUSED, SCHEDULED, SENDING

NOT_BEGUN = (DRAFT, SCHEDULED, AWAITING)
UNDER_WAY = (SENDING, PAUSED)


def campaign_row(campaign_id: str) -> Any:
    """The row of ``E-5``, or of a sequence, ``Q-5``. Raises NotFound."""
    row = app_tables.email_campaigns.get(campaign_id=campaign_id) if campaign_id else None
    if row is None:
        raise NotFound("There is no such campaign.")
    return row


def campaigns_under_way() -> list[Any]:
    """The campaigns that send or pause, paused sequences with them."""
    return list(app_tables.email_campaigns.search(status=q.any_of(*UNDER_WAY)))


def campaigns_since(moment: datetime) -> list[Any]:
    """The campaigns that began and had not ended before a moment, sequences with them; the newest first."""
    newest = tables.order_by("started_at", ascending=False)
    ended = q.any_of(q.greater_than_or_equal_to(moment), None)
    return list(
        app_tables.email_campaigns.search(newest, q.page_size(500), started_at=q.not_(None), completed_at=ended)
    )


def coming_campaigns(most: int) -> list[dict[str, Any]]:
    """What goes next, and what waits for somebody's yes."""
    rows = app_tables.email_campaigns.search(
        tables.order_by("scheduled_at"), q.page_size(most), status=q.any_of(SCHEDULED, AWAITING), archived_at=None
    )
    named = ("campaign_id", "campaign_name", "status", "scheduled_at")
    return [
        {**{name: row[name] for name in named}, "status_label": LABELS[row["status"]]} for row in islice(rows, most)
    ]


def count_waiting_for_approval() -> int:
    """How many campaigns wait for somebody's yes."""
    return len(app_tables.email_campaigns.search(q.page_size(1), status=AWAITING, archived_at=None))


def find_forgotten_draft(before: datetime, but: str) -> Any:
    """The draft that was touched last of those untouched since then, of any type but one; None where there is none."""
    newest = tables.order_by("updated_at", ascending=False)
    only = {"status": DRAFT, "archived_at": None, "campaign_type": q.not_(but), "updated_at": q.less_than(before)}
    return next(iter(app_tables.email_campaigns.search(newest, q.page_size(1), **only)), None)
