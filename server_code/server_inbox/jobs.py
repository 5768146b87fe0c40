"""Work behind the answer: conversations that rested come back."""

from __future__ import annotations

import anvil.server
from anvil.tables import in_transaction

from . import conversation_service


@anvil.server.background_task
def wake_conversations() -> int:
    """Open again what was put off until now; how many."""
    return in_transaction(conversation_service.wake)()
