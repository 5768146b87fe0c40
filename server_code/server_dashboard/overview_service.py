"""What the start page shows first: what is due, figures, what happened lately."""

from __future__ import annotations

from typing import Any

from ..server_customers import queries, timeline_service
from ..server_marketing import task_queries
from ..server_shared.actors import Actor
from ..server_shared.config import get_config


def get_overview(actor: Actor) -> dict[str, Any]:
    """``due`` as ``tasks_due`` has it (None where there are none to see), ``counts``, ``newest``, ``activity``."""
    config = get_config()
    sees_tasks = config["features"]["marketing_enabled"] and "tasks.view" in actor.permissions
    return {
        "due": task_queries.tasks_due(actor) if sees_tasks else None,
        **queries.dashboard_figures(config["system_currency"]),
        "activity": timeline_service.get_recent_activity(actor),
    }
