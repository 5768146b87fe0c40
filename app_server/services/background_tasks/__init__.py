"""Background tasks: durable, on Procrastinate, in the instance's own PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import calls
from .records import SCHEMA_SQL

if TYPE_CHECKING:
    from ...instance import Instance
    from .worker import Worker

__all__ = ["SCHEMA_SQL", "calls", "run_worker", "start_worker"]


def start_worker(instance: Instance) -> Worker:
    """Run the instance's background tasks and schedules in a thread of this process, until the instance is closed."""
    from .tasks import tasks_of

    return tasks_of(instance).start_worker()


def run_worker(instance: Instance) -> None:
    """Run them here, in a process that does nothing else, until the worker is stopped from another thread."""
    from .tasks import tasks_of
    from .worker import Worker

    worker = Worker(tasks_of(instance))
    instance.on_close.append(worker.stop)
    worker.run()
