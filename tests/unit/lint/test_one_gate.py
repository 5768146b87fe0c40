"""Nothing reaches a person but through the outbox."""

from __future__ import annotations

import re
from pathlib import Path

SERVER_CODE = Path(__file__).parents[3] / "server_code"


def test_c09_only_the_sending_service_hands_messages_to_drivers() -> None:
    users = {
        str(path.relative_to(SERVER_CODE))
        for path in SERVER_CODE.rglob("*.py")
        if re.search(r"\bmake_driver\(|\.deliver\(", path.read_text())
    }
    assert users == {"server_messaging/driver_service.py", "server_messaging/sending_service.py"}
