"""Which nightly work is due, by the clocks of the business. Pure.

Schedules of ``anvil.yaml`` know UTC only, so one task looks every few minutes what has come due. Work is due on a local
date from its hour on, once: an hour that a night skips is over when the clocks have passed it, and one that a night has
twice comes on a date that had its run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

# Background task → when it begins, in the business's zone.
NIGHTLY: Mapping[str, time] = {
    "update_lifecycle_stages": time(2, 0),
    "update_segment_counts": time(2, 20),
    "create_automated_tasks": time(3, 0),
    "purge_old_data": time(3, 30),
    "check_sender_records": time(4, 0),
    "start_dated_sequences": time(5, 0),
}


def due_tasks(now: datetime, zone: ZoneInfo, last_dates: Mapping[str, date]) -> list[str]:
    """The tasks that are due at ``now``, in their order; ``last_dates`` has the local date each ran for last.

    A date before the last one is never run for: so moving the business to a zone further west repeats nothing.
    """
    local = now.astimezone(zone)
    return [
        name
        for name, begins in NIGHTLY.items()
        if local.time() >= begins and (name not in last_dates or last_dates[name] < local.date())
    ]
