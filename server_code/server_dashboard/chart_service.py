"""The charts of the start page, kept for an hour, or until what they show has changed.

What is kept carries a stamp that any process can read from the tables: two processes agree as soon as one has written.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..server_bookings import booking_queries
from ..server_customers import chart_queries
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from .rules import beginnings

KEPT_SECONDS = 3600.0
Bars = list[dict[str, Any]]

_kept: dict[tuple[str, bool], tuple[Any, float, dict[str, Any]]] = {}


def get_charts(actor: Actor, period: str) -> dict[str, Any]:
    """``new_contacts`` and ``bookings`` as ``[{start, end, count}]`` by week or month, ``stages`` ``[{stage, count}]``.

    ``bookings`` is None for those who may not see them, or where they are switched off. Raises Invalid.
    """
    config = get_config()
    starts = beginnings(period, utc_now(), ZoneInfo(config["time_zone"]))
    sees_bookings = config["features"]["bookings_enabled"] and "bookings.view" in actor.permissions
    stages = chart_queries.count_by_stage()
    stamp = (
        starts,
        stages,
        chart_queries.contacts_stamp(),
        booking_queries.bookings_stamp() if sees_bookings else None,
    )
    key = (period, sees_bookings)
    known_stamp, made_at, charts = _kept.get(key, (None, 0.0, {}))
    if known_stamp != stamp or time.monotonic() - made_at > KEPT_SECONDS:
        charts = {
            "new_contacts": _bars(starts, chart_queries.count_added),
            "bookings": _bars(starts, booking_queries.count_beginning) if sees_bookings else None,
        }
        _kept[key] = (stamp, time.monotonic(), charts)
    return {**charts, "stages": [{"stage": stage, "count": count} for stage, count in stages.items()]}


def _bars(starts: list[datetime], count: Callable[[datetime, datetime], int]) -> Bars:
    return [{"start": start, "end": end, "count": count(start, end)} for start, end in itertools.pairwise(starts)]
