"""Background tasks: durable, on Procrastinate, in the instance's own PostgreSQL."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from . import queue, task_state
from .tasks import BackgroundTasks
from .worker import Worker

if TYPE_CHECKING:
    from ...instance import Instance

__all__ = ["BackgroundTasks", "install", "start"]


def install(instance: Instance) -> None:
    """Make the instance able to launch tasks."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it would say of each job what our own log says
    queue.ensure_schema(instance.database)
    task_state.separate_by_task()
    instance.tasks = BackgroundTasks(instance)


def start(instance: Instance) -> None:
    """Run the instance's tasks and schedules in a thread of this process, until the instance is closed."""
    worker = Worker(instance.tasks)
    worker.start()
    instance.on_close.append(worker.stop)
