"""Mails that people write to the business."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from starlette.testclient import TestClient

from .conftest import Post

BEARER = {"Authorization": "Bearer brevo-token"}
MAIL_OF = {"Ann": "ann@example.com"}


class Letters:
    """Mails that people write, posted as Brevo's inbound parsing does, and worked off."""

    def __init__(self, web: TestClient, post: Post) -> None:
        self._web, self._post = web, post

    def write(self, text: str, sender: str = MAIL_OF["Ann"], **more: Any) -> int:
        item = self.item(text, sender, **more)
        answer = self._web.post("/_/api/webhooks/brevo-inbound", json={"items": [item]}, headers=BEARER)
        self.work()
        return answer.status_code

    def item(self, text: str, sender: str, **more: Any) -> dict[str, Any]:
        return {
            "Uuid": [str(uuid4())],
            "MessageId": f"<{uuid4()}@mail.test>",
            "InReplyTo": None,
            "From": {"Name": None, "Address": sender},
            "Recipients": ["hello@kestrel.test"],
            "Subject": "A question",
            "RawTextBody": text,
            "RawHtmlBody": None,
            "SpamScore": 0.1,
            "Attachments": [],
            "Headers": {},
            **more,
        }

    def work(self) -> None:
        self._post.run(lambda: self._post.module("webhook_service").process())
