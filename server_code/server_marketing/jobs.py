"""Nightly work on tasks."""

from __future__ import annotations

import anvil.server

from . import automated_tasks


@anvil.server.background_task
def create_automated_tasks() -> dict[str, int]:
    return automated_tasks.create_automated_tasks()
