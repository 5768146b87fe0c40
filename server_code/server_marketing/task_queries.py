"""Reads of tasks: pages of a view, those of one contact, and what is due. Nothing here writes."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.queries import get_contact_row, name_of
from ..server_shared.actors import Actor
from ..server_shared.clock import end_of_day, utc_now
from ..server_shared.config import business_zone
from ..server_shared.errors import Invalid, NotFound

PAGE = 100
DUE_SHOWN = 5
VIEWS = ("all", "mine", "due", "today", "overdue", "completed", "unassigned")
COUNTED = ("all", "mine", "due", "today", "overdue", "unassigned")
CONTACT_NAME = ("contact_id", "first_name", "last_name", "company", "email", "phone")
COLUMNS = (
    *("task_id", "title", "description", "task_type", "priority", "status", "due_date", "snoozed_until", "repeat"),
    *("completed_at", "version"),
)


def get_all_tasks(actor: Actor, view: str = "all", contact_id: str | None = None, page: int = 0) -> dict[str, Any]:
    """A page of tasks, first due first (done ones: last done first): ``tasks``, ``total``, ``counts`` by view."""
    if view not in VIEWS:
        raise Invalid(f"Tasks are shown as {', '.join(VIEWS)}.")
    now = utc_now()
    about = {"contact": get_contact_row(contact_id)} if contact_id else {}
    is_done = view == "completed"
    order = tables.order_by("completed_at", ascending=False) if is_done else tables.order_by("due_date")
    rows = app_tables.tasks.search(order, q.page_size(PAGE), _fetched(), **_of_view(actor, view, now), **about)
    found = list(islice(rows, page * PAGE, (page + 1) * PAGE))
    counts = {name: _count(**_of_view(actor, name, now), **about) for name in COUNTED}
    return {"tasks": [task_record(row, now) for row in found], "total": len(rows), "counts": counts}


def open_tasks_of(contact: Any, size: int) -> list[dict[str, Any]]:
    """The first due tasks of a contact's row that are not done, without what they link to; in one statement."""
    rows = app_tables.tasks.search(
        tables.order_by("due_date"), q.page_size(size), q.fetch_only(*COLUMNS), contact=contact, status="pending"
    )
    now = utc_now()
    return [_own_columns(row, now) for row in islice(rows, size)]


def tasks_due(actor: Actor) -> dict[str, Any]:
    """What the actor has to do by the end of the business's day, the view ``due``: first five ``tasks``, ``total``,
    ``overdue``. Those that nobody has taken on are everybody's.
    """
    now = utc_now()
    due = _of_view(actor, "due", now)
    by_tonight = app_tables.tasks.search(tables.order_by("due_date"), q.page_size(DUE_SHOWN), _fetched(), **due)
    return {
        "tasks": [task_record(row, now) for row in islice(by_tonight, DUE_SHOWN)],
        "total": len(by_tonight),
        "overdue": _count(**{**due, "due_date": q.less_than(now)}),
    }


def list_colleagues(actor: Actor) -> list[dict[str, str]]:
    """Everybody a task can be given to: ``email`` and ``name``, by name."""
    rows = app_tables.users.search(tables.order_by("name"), status="active", role=q.not_("customer"))
    return [{"email": row["email"], "name": row["name"] or row["email"]} for row in rows]


def find_colleague(email: Any) -> Any:
    """The sign-in of whoever works here and has this e-mail address; None for nobody."""
    row = app_tables.users.get(email=email.strip().lower()) if isinstance(email, str) else None
    return row if row is not None and row["role"] != "customer" and row["status"] == "active" else None


def get_task_row(task_id: str) -> Any:
    """The row of ``T-4``. Raises NotFound."""
    row = app_tables.tasks.get(task_id=task_id)
    if row is None:
        raise NotFound("Task not found")
    return row


def task_record(row: Any, now: datetime) -> dict[str, Any]:
    """A task as screens get it, with whom it is about and who does it."""
    contact, assignee = row["contact"], row["assigned_to"]
    return {
        **_own_columns(row, now),
        "contact_id": contact["contact_id"] if contact else None,
        "contact_name": name_of(contact) if contact else "",
        "assigned_to": assignee["email"] if assignee else None,
        "assigned_name": (assignee["name"] or assignee["email"]) if assignee else "",
    }


def _own_columns(row: Any, now: datetime) -> dict[str, Any]:
    return {
        "task_id": row["task_id"],
        "title": row["title"],
        "description": row["description"] or "",
        "task_type": row["task_type"],
        "priority": row["priority"],
        "status": row["status"],
        "completed": row["status"] == "completed",
        "due_date": row["due_date"],
        "snoozed_until": row["snoozed_until"],
        "overdue": bool(row["status"] == "pending" and row["due_date"] and row["due_date"] < now),
        "repeat": row["repeat"],
        "completed_at": row["completed_at"],
        "version": int(row["version"]),
    }


def _tonight(now: datetime) -> datetime:
    zone = business_zone()
    return end_of_day(now.astimezone(zone).date(), zone)


def _fetched() -> Any:
    names = q.fetch_only(*CONTACT_NAME)
    return q.fetch_only(*COLUMNS, contact=names, assigned_to=q.fetch_only("email", "name"))


def _of_view(actor: Actor, view: str, now: datetime) -> dict[str, Any]:
    if view == "completed":
        return {"status": "completed"}
    return {
        "all": {"status": "pending"},
        "mine": {"status": "pending", "assigned_to": actor.user},
        "due": {
            "status": "pending",
            "assigned_to": q.any_of(actor.user, None),
            "due_date": q.less_than(_tonight(now)),
        },
        "today": {"status": "pending", "due_date": q.less_than(_tonight(now))},
        "overdue": {"status": "pending", "due_date": q.less_than(now)},
        "unassigned": {"status": "pending", "assigned_to": None},
    }[view]


def _count(**columns: Any) -> int:
    return len(app_tables.tasks.search(q.page_size(1), q.fetch_only("task_id"), **columns))
