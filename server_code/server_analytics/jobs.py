"""The work of counting behind the answer."""

from __future__ import annotations

import anvil.server

from . import figure_service


@anvil.server.background_task
def refresh_figures() -> int:
    """Each minute: judge opens and clicks, attribute sales, count the campaigns that something happened to."""
    return figure_service.refresh_figures()
