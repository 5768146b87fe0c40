"""Work on mailing lists behind the answer."""

from __future__ import annotations

import anvil.server

from . import subscribers


@anvil.server.background_task
def recount_list(list_id: str) -> int:
    """Let contacts say whether they are on a list that was archived or restored."""
    return subscribers.recount_list(list_id)
