"""Work on settings that goes on behind the answer."""

from __future__ import annotations

import anvil.server

from ..server_shared import running_jobs
from . import key_rotation


@anvil.server.background_task
def renew_encryption() -> dict[str, int]:
    return key_rotation.renew_encryption(running_jobs.report)
