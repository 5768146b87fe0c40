"""What screens may ask of tasks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import task_queries, task_service

FEATURE = "marketing_enabled"
AUDITED = "tasks"


@server_callable(permission="tasks.view", feature=FEATURE)
def list_colleagues(actor: Actor) -> dict[str, Any]:
    return {"colleagues": task_queries.list_colleagues(actor)}


@server_callable(permission="tasks.view", feature=FEATURE)
def get_all_tasks(actor: Actor, view: str = "all", contact_id: str | None = None, page: int = 0) -> dict[str, Any]:
    return task_queries.get_all_tasks(actor, view, contact_id, max(page, 0))


@server_callable(permission="tasks.view", feature=FEATURE)
def get_tasks_due(actor: Actor) -> dict[str, Any]:
    return task_queries.tasks_due(actor)


@server_callable(permission="tasks.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def create_task(actor: Actor, task_data: dict) -> dict[str, Any]:
    return {"task_id": task_service.create_task(actor, task_data)}


@server_callable(permission="tasks.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def update_task(actor: Actor, task_id: str, changes: dict, expected_version: int | None = None) -> dict[str, Any]:
    return {"task": task_service.update_task(actor, task_id, changes, expected_version)}


@server_callable(permission="tasks.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def snooze_task(actor: Actor, task_id: str, until: datetime | str) -> dict[str, Any]:
    return {"task": task_service.snooze_task(actor, task_id, until)}


@server_callable(permission="tasks.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def complete_task(actor: Actor, task_id: str) -> dict[str, Any]:
    return task_service.complete_task(actor, task_id)


@server_callable(permission="tasks.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def reopen_task(actor: Actor, task_id: str) -> None:
    task_service.reopen_task(actor, task_id)


@server_callable(permission="tasks.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def reschedule_tasks(actor: Actor, due_dates: dict) -> dict[str, Any]:
    return {"before": task_service.reschedule_tasks(actor, due_dates)}


@server_callable(permission="tasks.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def complete_tasks(actor: Actor, task_ids: list) -> dict[str, Any]:
    return {"count": task_service.complete_tasks(actor, task_ids)}


@server_callable(permission="tasks.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def reopen_tasks(actor: Actor, task_ids: list) -> dict[str, Any]:
    return {"count": task_service.reopen_tasks(actor, task_ids)}


@server_callable(permission="tasks.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def delete_task(actor: Actor, task_id: str) -> dict[str, Any]:
    return {"task": task_service.delete_task(actor, task_id)}
