"""The nightly purge of what need not be kept any longer."""

from __future__ import annotations

import anvil.server

from ..server_shared import running_jobs
from . import retention


@anvil.server.background_task
def purge_old_data() -> dict[str, int]:
    return retention.purge_old_data(running_jobs.report)
