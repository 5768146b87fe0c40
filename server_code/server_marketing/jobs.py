"""Nightly work on tasks."""

from __future__ import annotations

import anvil.server

from . import task_service


@anvil.server.background_task
def create_automated_tasks() -> dict[str, int]:
    return {"made": task_service.create_automated_tasks()}
