"""Delivery over SMTP, as the settings say."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from ...errors import misuse
from ...settings import Smtp
from .message import failure

TIMEOUT_SECONDS = 30


def deliver(smtp: Smtp | None, mail: EmailMessage) -> None:
    """Hand one mail to the mail server.

    Raises ``anvil.email.SendFailure`` with what the server said, also when it took the mail for some recipients only.
    """
    if smtp is None:
        raise misuse("No SMTP server has been configured")
    try:
        with _connect(smtp) as connection:
            refused = connection.send_message(mail)
    except (smtplib.SMTPException, OSError) as error:
        raise failure(f"{_reason(error)} ({type(error).__name__})") from error
    if refused:
        some = smtplib.SMTPRecipientsRefused(refused)
        raise failure(f"{_reason(some)} ({type(some).__name__}); the other recipients have it")


def _connect(smtp: Smtp) -> smtplib.SMTP:
    """A connection, encrypted and signed in as the settings say."""
    context = ssl.create_default_context()
    if smtp.encryption == "ssl":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT_SECONDS)
    try:
        if smtp.encryption == "starttls":
            connection.starttls(context=context)
        if smtp.user:
            connection.login(smtp.user, smtp.password or "")
    except (smtplib.SMTPException, OSError):
        connection.close()
        raise
    return connection


def _reason(error: smtplib.SMTPException | OSError) -> str:
    """What the mail server said, in words."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(
            f"{who}: {code} {text.decode(errors='replace')}" for who, (code, text) in error.recipients.items()
        )
    return str(error) or "The mail server cannot be reached"
