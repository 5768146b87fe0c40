"""Nothing reaches a person but through the outbox."""

from __future__ import annotations

import re
from pathlib import Path

SERVER_CODE = Path(__file__).parents[3] / "server_code"


def test_c09_only_the_loop_of_the_outbox_hands_messages_to_drivers() -> None:
    users = {
        str(path.relative_to(SERVER_CODE))
        for path in SERVER_CODE.rglob("*.py")
        if re.search(r"\bmake_driver\(|\.deliver\(", path.read_text())
    }
    assert users == {f"server_messaging/{name}.py" for name in ("driver_service", "sending_loop", "sending_service")}
