"""The nightly purge of what need not be kept any longer."""

from __future__ import annotations

import anvil.server

from . import retention


@anvil.server.background_task
def purge_old_data() -> dict[str, int]:
    return retention.purge_old_data()
