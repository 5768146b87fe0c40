"""Where the mails that people write to the business are posted."""

from __future__ import annotations

from ..server_messaging.intake_service import check_bearer, intake
from . import mail_intake_service

TOKEN = "brevo_webhook_token"  # noqa: S105 (the name of a secret)


@intake("/webhooks/brevo-inbound")
def brevo_inbound_webhook(body: bytes) -> None:
    """Mails, as Brevo's inbound parsing has read them. It signs nothing: its token must be the one we know."""
    check_bearer(TOKEN)
    mail_intake_service.keep(body)
