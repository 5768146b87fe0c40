"""Mail over SMTP: Zoho Mail by default, any other server by the secret ``smtp_url``.

SMTP cannot be asked about an earlier mail. One mail is handed over at a time, so that at most one is in doubt when a
worker dies.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from ..server_messaging.driver_service import (
    BOUNCED,
    FAILED,
    RETRY,
    SENT,
    UNKNOWN,
    Message,
    Outcome,
    offer_driver,
    one_after_another,
)
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.keys import secret
from .dkim_keys import private_key, signed_bytes
from .mime import to_mime

ZOHO = "smtps://smtp.zoho.com:465"
# RFC 6409 and RFC 8314.
PORTS = {"smtp": 587, "smtps": 465}
NO_SERVER = "The secret smtp_url is no address such as smtps://smtp.example.com:465."
TIMEOUT_SECONDS = 30
PAUSE = timedelta(minutes=1)
# Replies that are about the address itself (RFC 5321, 4.2.3): it does not exist, moved, or is not allowed.
BAD_ADDRESS = frozenset({550, 551, 553})


class SmtpDriver:
    """One connection, opened when first needed and again when it was lost."""

    at_once = 1

    def __init__(self) -> None:
        self._connection: smtplib.SMTP | None = None
        self._key = private_key()

    def deliver(self, messages: Sequence[Message]) -> list[Outcome]:
        """Hand mails over one after the other."""
        return one_after_another(messages, self._deliver)

    def find(self, send_key: str, to: str) -> Outcome | None:
        """Nothing: SMTP keeps no record that could be asked for."""
        return None

    def _deliver(self, message: Message) -> Outcome:
        key = message.send_key
        try:
            mail = to_mime(message)
        except Invalid as error:
            return Outcome(key, FAILED, reason="content", error=error.message)
        try:
            connection = self._connected()
            refusal = self._envelope(connection, message)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return _not_taken(key, error)
        if refusal is not None:
            return refusal
        try:
            code, reply = connection.data(signed_bytes(mail, self._key))
        except smtplib.SMTPDataError as error:
            return _refused(key, error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Outcome(key, UNKNOWN, reason="cut_off", error=str(error))
        return Outcome(key, SENT, provider_id=mail["Message-ID"]) if code == 250 else _refused(key, code, reply)

    def _envelope(self, connection: smtplib.SMTP, message: Message) -> Outcome | None:
        """Say from whom and to whom; the refusal, if there is one."""
        for command, address in ((connection.mail, message.sender), (connection.rcpt, message.to)):
            code, reply = command(parseaddr(address)[1])
            if code not in (250, 251):
                connection.rset()
                return _refused(message.send_key, code, reply, about_address=command == connection.rcpt)
        return None

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = _connect()
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connect() -> smtplib.SMTP:
    """A connection, encrypted and signed in as the secrets say."""
    scheme, host, port = _server()
    context = ssl.create_default_context()
    if scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=context)
        connection.ehlo()
    user, password = secret("zoho_email_username"), secret("zoho_email_password")
    if user and password:
        connection.login(user, password)
    return connection


def _server() -> tuple[str, str, int]:
    """``smtp`` or ``smtps`` (encrypted from the first byte), host and port. Raises OSError for what is no address."""
    try:
        where = urlsplit(secret("smtp_url") or ZOHO)
        scheme, host, port = where.scheme, where.hostname or "", where.port or PORTS[where.scheme]
    except (ValueError, KeyError) as error:
        raise OSError(NO_SERVER) from error
    if scheme not in PORTS or not host:
        raise OSError(NO_SERVER)
    return scheme, host, port


def _not_taken(key: str, error: Exception) -> Outcome:
    """The server could not be reached, or sent us away before it had the mail: nothing else gets through either."""
    return Outcome(key, RETRY, reason="provider", error=str(error), retry_at=utc_now() + PAUSE, holds_stream=True)


def _refused(key: str, code: int, reply: bytes | str, *, about_address: bool = False) -> Outcome:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    said = f"{code} {text}"
    if code == 421:
        return Outcome(key, RETRY, reason="provider", error=said, retry_at=utc_now() + PAUSE, holds_stream=True)
    if code < 500:
        return Outcome(key, RETRY, reason="deferred", error=said)
    if about_address and code in BAD_ADDRESS:
        return Outcome(key, BOUNCED, reason="hard_bounce", error=said)
    return Outcome(key, FAILED, reason="refused", error=said)


def _has_server() -> bool:
    return bool(secret("smtp_url") or secret("zoho_email_username"))


offer_driver("smtp", SmtpDriver, "Your mail server", _has_server)
