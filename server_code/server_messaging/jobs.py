"""The outbox's work: a tick each minute, and at once when something must not wait."""

from __future__ import annotations

import anvil.server

from . import inbound_file_service, sending_service, streams, webhook_service


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
    """Make sense of what providers sent, and wait ``linger`` seconds for more; then let files be fetched."""
    done = webhook_service.process(linger)
    if inbound_file_service.has_due():
        anvil.server.launch_background_task("fetch_inbound_files")
    return done


@anvil.server.background_task
def fetch_inbound_files() -> int:
    """Fetch what people sent with their messages; how many files came."""
    return inbound_file_service.fetch_due()


@anvil.server.background_task
def reconcile_messages() -> int:
    """Ask providers about messages in doubt; how many no longer are."""
    return sum(sending_service.reconcile(stream) for stream in streams.STREAMS)
