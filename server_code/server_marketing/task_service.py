"""Tasks: what somebody is to do until when, by hand or because a booking calls for it.

Those that write expect the caller to have opened a transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.queries import get_contact_row, name_of
from ..server_customers.timeline_service import tell
from ..server_shared.actors import SYSTEM, Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Invalid, NotFound
from . import task_rules

PREFIX = "T-"
PAGE = 100
VIEWS = ("all", "mine", "overdue", "completed", "unassigned")


def create_task(actor: Actor, task_data: Mapping[str, Any]) -> str:
    """Store a task of ``title, description, due_date, priority, repeat, contact_id, assigned_to``; its id."""
    columns = task_rules.clean_task({"title": None, "priority": "normal", "task_type": None, **task_data}, _zone())
    contact_id = task_data.get("contact_id")
    columns["contact"] = get_contact_row(contact_id) if contact_id else None
    columns["assigned_to"] = _colleague(task_data["assigned_to"]) if task_data.get("assigned_to") else actor.user
    return _add(actor, columns)["task_id"]


def get_all_tasks(actor: Actor, view: str = "all", contact_id: str | None = None, page: int = 0) -> dict[str, Any]:
    """A page of tasks, first due first (done ones: last done first): ``tasks``, ``total``, ``counts`` by view."""
    if view not in VIEWS:
        raise Invalid(f"Tasks are shown as {', '.join(VIEWS)}.")
    now = utc_now()
    about = {"contact": get_contact_row(contact_id)} if contact_id else {}
    is_done = view == "completed"
    order = tables.order_by("completed_at", ascending=False) if is_done else tables.order_by("due_date")
    rows = app_tables.tasks.search(order, q.page_size(PAGE), **_of_view(actor, view, now), **about)
    found = list(islice(rows, page * PAGE, (page + 1) * PAGE))
    counts = {name: _count(**_of_view(actor, name, now), **about) for name in ("all", "mine", "overdue", "unassigned")}
    return {"tasks": [_record(row, now) for row in found], "total": len(rows), "counts": counts}


def list_colleagues(actor: Actor) -> list[dict[str, str]]:
    """Everybody a task can be given to: ``email`` and ``name``, by name."""
    rows = app_tables.users.search(tables.order_by("name"), status="active", role=q.not_("customer"))
    return [{"email": row["email"], "name": row["name"] or row["email"]} for row in rows]


def update_task(
    actor: Actor, task_id: str, changes: Mapping[str, Any], expected_version: int | None = None
) -> dict[str, Any]:
    """Change a task; as it is then. Raises NotFound, Invalid, Conflict."""
    row = _row(task_id)
    if expected_version is not None and row["version"] != expected_version:
        raise Conflict("Somebody else changed this task in the meantime.", _record(row, utc_now()))
    columns = task_rules.clean_task(changes, _zone())
    if "assigned_to" in changes:
        columns["assigned_to"] = _colleague(changes["assigned_to"]) if changes["assigned_to"] else None
    if "contact_id" in changes:
        columns["contact"] = get_contact_row(changes["contact_id"]) if changes["contact_id"] else None
    if "due_date" in columns:
        columns["snoozed_until"] = None
    _write(row, **columns)
    return _record(row, utc_now())


def snooze_task(actor: Actor, task_id: str, until: datetime | str) -> dict[str, Any]:
    """Hide a task until then, when it is due; text without a zone is the business's time. Raises NotFound, Invalid."""
    row = _row(task_id)
    moment = task_rules.clean_task({"due_date": until}, _zone())["due_date"]
    if moment is None or moment <= utc_now():
        raise Invalid("Please choose a time to come.")
    _write(row, snoozed_until=moment, due_date=moment)
    return _record(row, utc_now())


def complete_task(actor: Actor, task_id: str) -> dict[str, Any]:
    """Mark a task as done, tell the contact's timeline, and make the next one of a repeating task: ``next_task_id``.

    Doing it twice changes nothing more. Raises NotFound.
    """
    row = _row(task_id)
    if row["status"] == "completed":
        return {"next_task_id": None}
    now = utc_now()
    _write(row, status="completed", completed_at=now, completed_by=actor.user)
    if row["contact"]:
        tell(actor, row["contact"], "task_completed", {"title": row["title"]}, task_id)
    return {"next_task_id": _repeat(actor, row, now)}


def reopen_task(actor: Actor, task_id: str) -> None:
    """Mark a task as not done after all. The event of its being done stays. Raises NotFound."""
    row = _row(task_id)
    _write(row, status="pending", completed_at=None, completed_by=None)


def delete_task(actor: Actor, task_id: str) -> dict[str, Any]:
    """Remove a task; what it was, so that it can be made again. Raises NotFound."""
    row = _row(task_id)
    record = _record(row, utc_now())
    row.delete()
    return record


def create_automated_tasks() -> int:
    """Make the tasks that bookings of the next days call for, never twice for one; how many. Opens transactions."""
    now = utc_now()
    soon = q.between(now, now + task_rules.ARRIVAL_WITHIN, max_inclusive=True)
    made = 0
    for booking in app_tables.bookings.search(start_datetime=soon, status=q.any_of("pending", "confirmed")):
        made += _make_arrival_task(booking, now)
    return made


@tables.in_transaction
def _make_arrival_task(booking: Any, now: datetime) -> int:
    task = task_rules.arrival_task(booking, now)
    if task is None or app_tables.tasks.get(cause=task["cause"]) is not None:
        return 0
    _add(SYSTEM, {"priority": "normal", "contact": booking["contact"], "booking": booking, **task})
    return 1


def _repeat(actor: Actor, done: Any, now: datetime) -> str | None:
    if not done["repeat"]:
        return None
    due = task_rules.next_due(done["due_date"] or now, done["repeat"], now, _zone())
    kept = ("title", "description", "task_type", "priority", "repeat", "contact", "assigned_to")
    return _add(actor, {**{name: done[name] for name in kept}, "due_date": due})["task_id"]


def _of_view(actor: Actor, view: str, now: datetime) -> dict[str, Any]:
    if view == "completed":
        return {"status": "completed"}
    return {
        "all": {"status": "pending"},
        "mine": {"status": "pending", "assigned_to": actor.user},
        "overdue": {"status": "pending", "due_date": q.less_than(now)},
        "unassigned": {"status": "pending", "assigned_to": None},
    }[view]


def _count(**columns: Any) -> int:
    return len(app_tables.tasks.search(q.page_size(1), q.fetch_only("task_id"), **columns))


def _add(actor: Actor, columns: Mapping[str, Any]) -> Any:
    [number] = take_numbers("tasks")
    now = utc_now()
    made = {"task_id": f"{PREFIX}{number}", "status": "pending", "created_by": actor.user, "version": 1}
    return app_tables.tasks.add_row(**made, created_at=now, updated_at=now, **columns)


def _write(row: Any, **columns: Any) -> None:
    row.update(**columns, updated_at=utc_now(), version=row["version"] + 1)


def _colleague(email: Any) -> Any:
    row = app_tables.users.get(email=email.strip().lower()) if isinstance(email, str) else None
    if row is None or row["role"] == "customer" or row["status"] != "active":
        raise Invalid(fields={"assigned_to": "Nobody who works here has this e-mail address."})
    return row


def _row(task_id: str) -> Any:
    row = app_tables.tasks.get(task_id=task_id)
    if row is None:
        raise NotFound("Task not found")
    return row


def _zone() -> ZoneInfo:
    return ZoneInfo(get_config()["time_zone"])


def _record(row: Any, now: datetime) -> dict[str, Any]:
    contact, assignee = row["contact"], row["assigned_to"]
    return {
        "task_id": row["task_id"],
        "title": row["title"],
        "description": row["description"] or "",
        "task_type": row["task_type"],
        "priority": row["priority"],
        "status": row["status"],
        "completed": row["status"] == "completed",
        "due_date": row["due_date"],
        "overdue": bool(row["status"] == "pending" and row["due_date"] and row["due_date"] < now),
        "repeat": row["repeat"],
        "contact_id": contact["contact_id"] if contact else None,
        "contact_name": name_of(contact) if contact else "",
        "assigned_to": assignee["email"] if assignee else None,
        "assigned_name": (assignee["name"] or assignee["email"]) if assignee else "",
        "completed_at": row["completed_at"],
        "version": int(row["version"]),
    }
