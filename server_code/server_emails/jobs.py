"""Work behind the answer: the domain that mails come from is looked at each night."""

from __future__ import annotations

import anvil.server

from . import sender_service


@anvil.server.background_task
def check_sender_records() -> None:
    """Look whether the domain's records are still there."""
    sender_service.check()
