"""Mails that the app itself writes to one person: invitations, tests, confirmations. Each leaves a line in the log.

They go through the server's own mail service at once, not through the outbox: nobody has agreed to them beforehand, and
none may wait behind a campaign.
"""

from __future__ import annotations

from typing import Any

import anvil.email
import anvil.server
from anvil.tables import app_tables, in_transaction

from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid

SENT, FAILED = "sent", "failed"
MAX_ERROR = 500


def send_mail(to: str, template: str, subject: str, **letter: Any) -> None:
    """Send a mail (``text``, ``html``, ``attachments`` …) and note it in the log under ``template``, its kind.

    Opens a transaction. Raises Invalid with what the mail server said.
    """
    try:
        anvil.email.send(to=to, subject=subject, **letter)
    # Without a mail server the stock server raises an error that has no type of its own.
    except (anvil.server.AnvilWrappedError, anvil.email.DeliveryFailure, anvil.server.InternalError) as error:
        in_transaction(_note)(to, template, subject, str(error))
        raise Invalid(f"The mail server did not take it: {error}") from error
    in_transaction(_note)(to, template, subject)


def _note(to: str, template: str, subject: str, error: str = "") -> None:
    app_tables.email_log.add_row(
        recipient=to,
        subject=subject[:200],
        template_used=template,
        status=FAILED if error else SENT,
        error_message=error[:MAX_ERROR] or None,
        sent_date=utc_now(),
    )
