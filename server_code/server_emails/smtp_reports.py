"""What the mail host forwards to us of mails that came back."""

from __future__ import annotations

from hashlib import sha256

from ..server_messaging import event_service, webhook_service
from . import bounce_reports

PROVIDER = "smtp"
TOKEN = "bounce_webhook_token"  # noqa: S105 (the name of a secret)


def event_key(body: str) -> str:
    """What one mail has of its own."""
    return sha256(body.encode("utf-8", "replace")).hexdigest()


def understand(body: str) -> None:
    """Note what a mail that came back says. Needs a transaction. Raises Invalid."""
    report = bounce_reports.read(body)
    if report is not None:
        event_service.note(
            f"smtp:{event_key(body)}",
            report.event_type,
            report.occurred_at,
            send_key=report.send_key,
            detail={"reason": "bounce_mail", "error": report.error[:500]},
        )


webhook_service.handle_with(PROVIDER, understand)
