"""The look at the clock that the server's schedule asks for."""

from __future__ import annotations

import anvil.server

from . import service


@anvil.server.background_task
def start_nightly_tasks() -> list[str]:
    return service.start_due_tasks()
