"""Tasks: what somebody is to do until when.

Every function takes the actor first; those that write expect the caller to have opened a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from anvil.tables import app_tables

from ..server_customers.merge_service import get_standing_row
from ..server_customers.timeline_service import tell, untell
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Invalid, TooLarge
from . import task_rules
from .task_queries import find_colleague, get_task_row, task_record

PREFIX = "T-"
MAX_AT_ONCE = 200


def create_task(actor: Actor, task_data: Mapping[str, Any]) -> str:
    """Store a task of ``title, description, due_date, priority, repeat, contact_id, assigned_to``; its id.

    One that names nobody is the actor's own; ``assigned_to`` None leaves it to whoever takes it.
    """
    columns = task_rules.clean_task(
        {"title": None, "priority": "normal", "task_type": None, **task_data}, business_zone()
    )
    contact_id = task_data.get("contact_id")
    columns["contact"] = get_standing_row(contact_id) if contact_id else None
    columns["assigned_to"] = _colleague(task_data["assigned_to"]) if "assigned_to" in task_data else actor.user
    return add_task(actor, columns)["task_id"]


def update_task(
    actor: Actor, task_id: str, changes: Mapping[str, Any], expected_version: int | None = None
) -> dict[str, Any]:
    """Change a task; as it is then. Raises NotFound, Invalid, Conflict."""
    row = get_task_row(task_id)
    if expected_version is not None and row["version"] != expected_version:
        raise Conflict("Somebody else changed this task in the meantime.", task_record(row, utc_now()))
    columns = task_rules.clean_task(changes, business_zone())
    if "assigned_to" in changes:
        columns["assigned_to"] = _colleague(changes["assigned_to"])
    if "contact_id" in changes:
        columns["contact"] = get_standing_row(changes["contact_id"]) if changes["contact_id"] else None
    if "due_date" in columns or "repeat" in columns:
        columns["repeat"] = task_rules.repeat_of_edit(row, columns)
    if "due_date" in columns:
        columns["snoozed_until"] = None
    write_task(row, **columns)
    return task_record(row, utc_now())


def snooze_task(actor: Actor, task_id: str, until: datetime | str) -> dict[str, Any]:
    """Put a task off until then; text without a zone is the business's time. Raises NotFound, Invalid."""
    row = get_task_row(task_id)
    moment = task_rules.clean_task({"due_date": until}, business_zone())["due_date"]
    if moment is None or moment <= utc_now():
        raise Invalid("Please choose a time to come.")
    _put_off(row, moment)
    return task_record(row, utc_now())


def reschedule_tasks(actor: Actor, due_dates: Mapping[str, Any]) -> dict[str, Any]:
    """Let several tasks be due at other times, ``{task_id: time or None}``; what they were before, in the same form.

    A text without a zone is the business's time. Raises NotFound, Invalid, TooLarge.
    """
    before = {}
    for task_id in _chosen(due_dates):
        row = get_task_row(task_id)
        before[task_id] = row["due_date"]
        moment = task_rules.clean_task({"due_date": due_dates[task_id]}, business_zone())["due_date"]
        _put_off(row, moment)
    return before


def complete_task(actor: Actor, task_id: str) -> dict[str, Any]:
    """Mark a task as done, tell the contact's timeline, and make the next one of a repeating task: ``next_task_id``.

    Doing it twice changes nothing more. Raises NotFound.
    """
    row = get_task_row(task_id)
    if row["status"] == "completed":
        return {"next_task_id": None}
    now = utc_now()
    write_task(row, status="completed", completed_at=now, completed_by=actor.user)
    if row["contact"]:
        tell(actor, row["contact"], "task_completed", {"title": row["title"]}, task_id)
    return {"next_task_id": _repeat(actor, row, now)}


def reopen_task(actor: Actor, task_id: str) -> None:
    """Mark a task as not done after all: what was told of it goes, and so does the next one if nobody changed it.

    Raises NotFound.
    """
    row = get_task_row(task_id)
    if row["status"] != "completed":
        return
    write_task(row, status="pending", completed_at=None, completed_by=None)
    if row["contact"]:
        untell(row["contact"], "task_completed", task_id)
    following = app_tables.tasks.get(cause=_cause(row))
    if following is not None and following["status"] == "pending" and following["version"] == 1:
        following.delete()


def complete_tasks(actor: Actor, task_ids: Iterable[str]) -> int:
    """As ``complete_task``, of several; how many. Raises NotFound, Invalid, TooLarge."""
    chosen = _chosen(task_ids)
    for task_id in chosen:
        complete_task(actor, task_id)
    return len(chosen)


def reopen_tasks(actor: Actor, task_ids: Iterable[str]) -> int:
    """As ``reopen_task``, of several; how many. Raises NotFound, Invalid, TooLarge."""
    chosen = _chosen(task_ids)
    for task_id in chosen:
        reopen_task(actor, task_id)
    return len(chosen)


def delete_task(actor: Actor, task_id: str) -> dict[str, Any]:
    """Remove a task; what it was, so that it can be made again. Raises NotFound."""
    row = get_task_row(task_id)
    record = task_record(row, utc_now())
    row.delete()
    return record


def add_task(actor: Actor, columns: Mapping[str, Any]) -> Any:
    """Store a task of cleaned columns under the next number; its row."""
    [number] = take_numbers("tasks")
    now = utc_now()
    made = {"task_id": f"{PREFIX}{number}", "status": "pending", "created_by": actor.user, "version": 1}
    return app_tables.tasks.add_row(**made, created_at=now, updated_at=now, **columns)


def write_task(row: Any, **columns: Any) -> None:
    """Write cleaned columns into a task's row."""
    row.update(**columns, updated_at=utc_now(), version=row["version"] + 1)


def _put_off(row: Any, moment: datetime | None) -> None:
    write_task(row, due_date=moment, snoozed_until=moment, repeat=task_rules.series(row["repeat"], row["due_date"]))


def _repeat(actor: Actor, done: Any, now: datetime) -> str | None:
    cause = _cause(done)
    if not done["repeat"] or app_tables.tasks.get(cause=cause) is not None:
        return None
    before = done["due_date"] or now
    repeat = task_rules.series(done["repeat"], before)
    due = task_rules.next_due(before, repeat, now, business_zone())
    kept = ("title", "description", "task_type", "priority", "contact", "assigned_to")
    following = {**{name: done[name] for name in kept}, "repeat": repeat, "due_date": due, "cause": cause}
    return add_task(actor, following)["task_id"]


def _cause(done: Any) -> str:
    """What the task after a repeating one is made by: no two of them by one."""
    return f"repeat:{done['task_id']}"


def _chosen(task_ids: Iterable[str]) -> list[str]:
    chosen = list(dict.fromkeys(task_ids)) if all(isinstance(each, str) for each in task_ids) else []
    if not chosen:
        raise Invalid("Please choose at least one task.")
    if len(chosen) > MAX_AT_ONCE:
        raise TooLarge(f"At most {MAX_AT_ONCE} tasks at once.")
    return chosen


def _colleague(email: Any) -> Any:
    if not email:
        return None
    row = find_colleague(email)
    if row is None:
        raise Invalid(fields={"assigned_to": "Nobody who works here has this e-mail address."})
    return row
