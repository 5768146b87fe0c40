"""The outbox's work: a tick each minute, and at once when something must not wait."""

from __future__ import annotations

import anvil.server

from . import sending_service, streams, webhook_service


@anvil.server.background_task
def send_messages(stream: str) -> dict[str, int]:
    """Send what is due in one stream."""
    done = sending_service.drain(stream)
    if done.get("sent"):
        sending_service.reconcile(stream)
    return done


@anvil.server.background_task
def send_due_messages() -> None:
    """Let every stream with something to send be worked on, each by a task of its own."""
    for stream in sending_service.busy_streams():
        anvil.server.launch_background_task("send_messages", stream)


@anvil.server.background_task
def process_webhooks(linger: float = 0.0) -> dict[str, int]:
    """Make sense of what providers sent, and wait ``linger`` seconds for more."""
    return webhook_service.process(linger)


@anvil.server.background_task
def reconcile_messages() -> int:
    """Ask providers about messages in doubt; how many no longer are."""
    return sum(sending_service.reconcile(stream) for stream in streams.STREAMS)
