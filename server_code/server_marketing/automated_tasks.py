"""The tasks that bookings call for: made once for each booking, moved with it, and gone when it is called off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from . import task_rules
from .task_service import add_task, write_task


def create_automated_tasks() -> dict[str, int]:
    """Bring the arrival tasks to what the bookings say now: how many were ``made``, ``moved``, ``removed``.

    Opens transactions, one a task; two runs at once make none twice.
    """
    now = utc_now()
    done = {"made": 0, "moved": 0, "removed": 0}
    for task in app_tables.tasks.search(status="pending", task_type=task_rules.ARRIVAL, booking=q.not_(None)):
        outcome = _follow_booking(task["task_id"], now)
        if outcome:
            done[outcome] += 1
    soon = q.between(now, now + task_rules.ARRIVAL_WITHIN, max_inclusive=True)
    for booking in app_tables.bookings.search(start_datetime=soon, status=q.any_of("pending", "confirmed")):
        done["made"] += _make_arrival_task(booking, now)
    return done


@tables.in_transaction
def _make_arrival_task(booking: Any, now: datetime) -> int:
    task = task_rules.arrival_task(booking, now)
    if task is None or app_tables.tasks.get(cause=task["cause"]) is not None:
        return 0
    add_task(SYSTEM, {"priority": "normal", "contact": booking["contact"], "booking": booking, **task})
    return 1


@tables.in_transaction
def _follow_booking(task_id: str, now: datetime) -> str | None:
    task = app_tables.tasks.get(task_id=task_id, status="pending")
    if task is None:
        return None
    wanted = task_rules.arrival_task(task["booking"], now)
    if wanted is None:
        task.delete()
        return "removed"
    due = task_rules.arrival_due(task["booking"]["start_datetime"], now, task["due_date"], task["snoozed_until"])
    if due == task["due_date"]:
        return None
    write_task(task, due_date=due, snoozed_until=None)
    return "moved"
