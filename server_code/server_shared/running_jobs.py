"""Jobs that a person starts from a screen, and how far they are."""

from __future__ import annotations

from typing import Any

import anvil.server

from .errors import NotFound


def start_job(name: str, *args: Any) -> str:
    """Start the background task ``name``; its id."""
    return str(anvil.server.launch_background_task(name, *args).get_id())


def job_progress(name: str, job_id: str) -> dict[str, Any]:
    """``status`` (``running``, ``done`` or ``failed``) and ``state``, what the job reports. Raises NotFound."""
    try:
        task = anvil.server.get_background_task(job_id)
        if task.get_task_name() != name:
            raise NotFound("There is no such job.")
        ended = task.get_termination_status()
        return {"status": {None: "running", "completed": "done"}.get(ended, "failed"), "state": task.get_state() or {}}
    except anvil.server.BackgroundTaskNotFound as error:
        raise NotFound("There is no such job.") from error


def report(**state: Any) -> None:
    """Tell, from within a job, how far it is."""
    anvil.server.task_state.update(state)
