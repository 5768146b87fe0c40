"""A mail server of the tests' own, and the links in the mails that it took."""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy
from typing import Any

MAIL_SECONDS = 60


class Mailbox(list[str]):
    """The plain text of the mails that a real SMTP server took."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain",))
        assert body is not None
        self.append(body.get_content())
        return "250 OK"

    def wait_for_link(self, pattern: str) -> str:
        """The link of this pattern in the newest mail that has one."""
        end = time.monotonic() + MAIL_SECONDS
        while True:
            found = [match[0] for text in self if (match := re.search(pattern, text))]
            if found:
                return found[-1]
            assert time.monotonic() < end, f"no mail with {pattern} came, but {self}"
            time.sleep(0.05)
