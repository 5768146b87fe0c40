"""An SMTP server: takes mail, refuses some, and reports later what could not be delivered (RFC 3464, RFC 5965)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.header import Header
from email.message import EmailMessage
from email.message import Message as AnyMail
from email.utils import formatdate, make_msgid
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from .core.callbacks import PAUSE_SECONDS, Callback
from .core.gate import Bucket
from .core.journal import Message
from .core.outcomes import COMPLAINT, HARD, LATER, REFUSED, SOFT, mark_of
from .core.raw_mail import head_of
from .core.world import World

SIZE_LIMIT_BYTES = 30 * 1024 * 1024
KEPT_HEADERS = ("From", "To", "Subject", "Message-ID", "Date", "List-Unsubscribe", "List-Unsubscribe-Post")


class Taker:
    """What aiosmtpd asks while a mail comes in."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._switches = world.switches["smtp"]
        self._bucket = Bucket()
        self._put_off: set[str] = set()
        world.tellers["smtp"] = self.tell

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether anybody may send now."""
        if self._world.chance(self._switches.broken):
            return "451 4.3.0 Temporary server error"
        if self._world.chance(self._switches.too_many) or not self._bucket.takes(self._switches.per_second):
            return "421 4.7.0 Too many messages, please slow down"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Sender ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether this receiver is one."""
        mark = mark_of(address)
        if mark == REFUSED or self._world.chance(self._switches.refused):
            return "550 5.1.1 The email account that you tried to reach does not exist"
        if mark == LATER and address not in self._put_off:
            self._put_off.add(address)
            return "450 4.2.0 Greylisted, please try again"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Receiver ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """A whole mail, for one receiver or more."""
        raw = envelope.content
        assert isinstance(raw, bytes)
        head = head_of(raw)
        echo = {"headers": [(name, str(head[name])) for name in KEPT_HEADERS if head[name]]}
        key = _one_line(str(head["message-id"] or ""))
        for address in envelope.rcpt_tos:
            self._world.accept(
                {"raw": raw.decode("latin-1")},
                service="smtp",
                channel="email",
                direction="sent",
                sender=envelope.mail_from or "",
                to=address,
                subject=_one_line(str(head["subject"] or "")),
                provider_id=key,
                key=key,
                echo=echo,
            )
        if self._switches.hold:
            await asyncio.sleep(self._switches.hold)
        if self._world.chance(self._switches.cut_off) and server.transport is not None:
            cast(asyncio.Transport, server.transport).abort()
        return "250 2.0.0 Kept, and sent to nobody"

    def tell(self, message: Message, event: str, at: float, detail: str, forged: bool) -> Callback | None:
        """The mail that comes back to the sender when one could not be delivered, or was called spam."""
        url = self._world.accounts.callbacks["smtp"]
        if not url or event not in (HARD, SOFT, COMPLAINT):
            return None
        report = _complaint(message, at) if event == COMPLAINT else _failure(message, at, detail)
        token = "not-the-token" if forged else self._world.accounts["bounce_webhook_token"]
        headers = {"Content-Type": "message/rfc822", "Authorization": f"Bearer {token}"}
        return Callback("smtp", url, report.as_bytes(), headers, PAUSE_SECONDS)


class _Server(SMTP):
    """Hangs up on everybody while the service is down."""

    world: World

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if self.world.switches["smtp"].down:
            cast(asyncio.Transport, transport).abort()


@asynccontextmanager
async def taking_mails(world: World, host: str, port: int) -> AsyncIterator[None]:
    """Take mails at ``host:port`` while the block runs."""
    loop, taker = asyncio.get_running_loop(), Taker(world)

    def answer() -> SMTP:
        server = _Server(taker, data_size_limit=SIZE_LIMIT_BYTES, enable_SMTPUTF8=True, loop=loop)
        server.world = world
        return server

    server = await loop.create_server(answer, host, port)
    try:
        yield
    finally:
        server.close()


def _failure(message: Message, at: float, detail: str) -> EmailMessage:
    """A delivery status notification (RFC 3464)."""
    status = detail.split()[1]
    text = f"Your message to {message.to} could not be delivered.\n\n{detail}\n"
    report = _report(message, at, "Undelivered Mail Returned to Sender", text)
    facts = EmailMessage()
    facts.set_type("message/delivery-status")
    person = AnyMail()
    person["Final-Recipient"] = f"rfc822; {message.to}"
    person["Action"] = "failed"
    person["Status"] = status
    person["Diagnostic-Code"] = f"smtp; {detail}"
    relay = AnyMail()
    relay["Reporting-MTA"] = "dns; simulator.test"
    relay["Arrival-Date"] = formatdate(message.at)
    facts.set_payload([relay, person])
    return _complete(report, facts, message, "delivery-status")


def _complaint(message: Message, at: float) -> EmailMessage:
    """An abuse report (RFC 5965)."""
    report = _report(message, at, "Complaint", f"{message.to} called a message of yours spam.\n")
    facts = EmailMessage()
    facts.set_type("message/feedback-report")
    lines = AnyMail()
    for name, value in (
        ("Feedback-Type", "abuse"),
        ("User-Agent", "Simulator/1"),
        ("Version", "1"),
        ("Original-Mail-From", message.sender),
        ("Original-Rcpt-To", message.to),
    ):
        lines[name] = value
    facts.set_payload([lines])
    return _complete(report, facts, message, "feedback-report")


def _report(message: Message, at: float, subject: str, text: str) -> EmailMessage:
    report = EmailMessage()
    report["From"] = "MAILER-DAEMON@simulator.test"
    report["To"] = message.sender
    report["Subject"] = subject
    report["Date"] = formatdate(at)
    report["Message-ID"] = make_msgid(domain="simulator.test")
    report["Auto-Submitted"] = "auto-replied"
    report.set_content(text)
    return report


def _complete(report: EmailMessage, facts: EmailMessage, message: Message, kind: str) -> EmailMessage:
    """Text, facts, and the head of the mail that it is about."""
    report.make_mixed()
    report.set_type("multipart/report")
    report.set_param("report-type", kind)
    report.attach(facts)
    head = EmailMessage()
    head.set_type("text/rfc822-headers")
    head.set_payload(
        "".join(f"{name}: {Header(_one_line(value)).encode(maxlinelen=0)}\n" for name, value in message.echo["headers"])
    )
    report.attach(head)
    return report


def _one_line(text: str) -> str:
    return " ".join(text.split())
