"""Counts of contacts over time and by stage, and how to tell that they may have changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from .queries import count_in_use
from .rules import LIFECYCLE_STAGES


def count_added(start: datetime, end: datetime) -> int:
    """How many contacts in use were added from ``start`` and before ``end``."""
    return count_in_use(date_added=q.between(start, end))


def count_by_stage() -> dict[str, int]:
    """How many contacts in use are in each stage of life."""
    return {stage: count_in_use(lifecycle_stage=stage) for stage in LIFECYCLE_STAGES}


def contacts_stamp() -> Any:
    """Something that differs once a contact has been made, archived or brought back: each writes an event."""
    newest = app_tables.contact_events.search(
        tables.order_by("event_date", ascending=False),
        q.page_size(1),
        q.fetch_only("event_date"),
        event_date=q.less_than_or_equal_to(utc_now()),
    )
    last = next(iter(newest), None)
    return last and last.get_id()
