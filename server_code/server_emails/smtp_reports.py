"""What the mail host forwards to us of mails that came back."""

from __future__ import annotations

from hashlib import sha256

from ..server_messaging import webhook_service
from ..server_messaging.event_service import Event
from . import bounce_reports

PROVIDER = "smtp"
TOKEN = "bounce_webhook_token"  # noqa: S105 (the name of a secret)


def event_key(body: str) -> str:
    """What one mail has of its own."""
    return sha256(body.encode("utf-8", "replace")).hexdigest()


def understand(body: str) -> Event | None:
    """What a mail that came back tells of a message. Raises Invalid."""
    report = bounce_reports.read(body)
    if report is None:
        return None
    detail = {"reason": "bounce_mail", "error": report.error[:500]}
    key = f"smtp:{event_key(body)}"
    return Event(key, report.event_type, report.occurred_at, send_key=report.send_key, detail=detail)


webhook_service.handle_with(PROVIDER, understand)
