"""The outbox's work: a tick each minute, and at once when something must not wait."""

from __future__ import annotations

import anvil.server

from . import sending_service


@anvil.server.background_task
def send_messages(stream: str) -> dict[str, int]:
    """Send what is due in one stream."""
    return sending_service.drain(stream)


@anvil.server.background_task
def send_due_messages() -> None:
    """Let every stream with something to send be worked on, each by a task of its own."""
    for stream in sending_service.busy_streams():
        anvil.server.launch_background_task("send_messages", stream)
