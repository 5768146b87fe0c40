"""Counts of bookings over time, and how to tell that they may have changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from .booking_service import CALLED_OFF


def count_beginning(start: datetime, end: datetime) -> int:
    """How many bookings, not called off, begin from ``start`` and before ``end``."""
    return len(
        app_tables.bookings.search(
            q.page_size(1),
            q.fetch_only("booking_number"),
            start_datetime=q.between(start, end),
            status=q.none_of(*CALLED_OFF),
        )
    )


def bookings_stamp() -> Any:
    """Something that differs once a booking has been made or changed."""
    newest = app_tables.bookings.search(
        tables.order_by("updated_at", ascending=False), q.page_size(1), q.fetch_only("updated_at", "version")
    )
    last = next(iter(newest), None)
    return last and (last.get_id(), last["version"], last["updated_at"])
