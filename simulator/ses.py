"""Amazon SES, API v2: sending, and events by SNS.

Facts: docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html,
docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import getaddresses, parseaddr
from typing import Any
from uuid import uuid4

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount

from . import sigv4
from .core.callbacks import Callback
from .core.gate import Gate
from .core.journal import Message
from .core.outcomes import REFUSED, mark_of
from .core.raw_mail import head_of, is_address
from .core.world import World
from .sns import Topic

MOST_RECEIVERS = 50
DAY_SECONDS = 86_400
NAMES = {
    "request": "Send",
    "delivered": "Delivery",
    "hard_bounce": "Bounce",
    "soft_bounce": "Bounce",
    "complaint": "Complaint",
    "open": "Open",
    "click": "Click",
    "deferred": "DeliveryDelay",
    "blocked": "Reject",
    "unsubscribe": "Subscription",
}


class SesError(Exception):
    """An answer of SES's that is not a success."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.answer = JSONResponse({"message": message}, status, headers={"x-amzn-ErrorType": kind})


class Ses:
    """The endpoints."""

    def __init__(self, world: World, topic: Topic) -> None:
        self._world, self._topic = world, topic
        world.tellers["ses"] = self.tell

    def mount(self) -> Mount:
        """Its routes, below /ses."""
        endpoints = (
            ("/v2/email/outbound-emails", self._send, "POST"),
            ("/v2/email/account", self._show_account, "GET"),
        )
        return Gate(self._world, "ses", self).mount("/ses", endpoints, self._signed_in)

    def too_many(self, retry_after_seconds: float) -> Response:
        """429."""
        answer = SesError(429, "TooManyRequestsException", "Maximum sending rate exceeded.").answer
        answer.headers["Retry-After"] = f"{retry_after_seconds:g}"
        return answer

    def broken(self) -> Response:
        """500."""
        return SesError(500, "InternalServiceErrorException", "An internal error occurred.").answer

    def tell(self, message: Message, event: str, at: float, detail: str, forged: bool) -> Callback | None:
        """The notification of an event; it waits, after the question to confirm, while nobody confirmed."""
        if event not in NAMES:
            return None
        said = _event(message, event, at, detail)
        return self._topic.notification(said, forged) if self._topic.is_confirmed else self._topic.hold(said, forged)

    def _signed_in(self, work: Any) -> Any:
        async def endpoint(request: Request) -> Response:
            body, keys = await request.body(), self._world.accounts
            try:
                secret = keys["ses_secret_access_key"]
                sigv4.check(request, body, keys["ses_access_key_id"], secret, "ses", self._world.now())
                answer: Response = await work(request)
                return answer
            except sigv4.BadSignature as error:
                return SesError(403, error.code, str(error)).answer
            except SesError as error:
                return error.answer

        return endpoint

    async def _send(self, request: Request) -> Response:
        try:
            body = orjson.loads(await request.body())
            mail = _mail_of(body)
        except (orjson.JSONDecodeError, binascii.Error, KeyError, TypeError, AttributeError) as error:
            raise SesError(400, "BadRequestException", "The request body is not valid.") from error
        self._check(mail)
        message_id = f"0100{uuid4().hex[:12]}-{uuid4()}-000000"
        tags = {tag["Name"]: [tag["Value"]] for tag in body.get("EmailTags") or []}
        echo = {"tags": tags, "headers": mail["headers"], "set": body.get("ConfigurationSetName", "")}
        for address in mail["to"]:
            self._world.accept(
                mail["content"],
                service="ses",
                channel="email",
                direction="sent",
                sender=mail["sender"],
                to=parseaddr(address)[1],
                subject=mail["subject"],
                provider_id=message_id,
                key=next(iter(tags.values()))[0] if tags else "",
                echo=echo,
            )
        return JSONResponse({"MessageId": message_id})

    def _check(self, mail: Mapping[str, Any]) -> None:
        if not mail["to"] or len(mail["to"]) > MOST_RECEIVERS:
            raise SesError(400, "BadRequestException", f"Between 1 and {MOST_RECEIVERS} recipients are allowed.")
        for address in (mail["sender"], *mail["to"]):
            if not is_address(parseaddr(address)[1]):
                raise SesError(400, "BadRequestException", "Illegal address")
        if any(mark_of(parseaddr(address)[1]) == REFUSED for address in mail["to"]):
            text = "Email address is not verified. The following identities failed the check in region US-EAST-1"
            raise SesError(400, "MessageRejected", text)
        if self._world.chance(self._world.switches["ses"].refused):
            raise SesError(400, "AccountSuspendedException", "Your account's ability to send email is suspended.")

    async def _show_account(self, request: Request) -> Response:
        rate = self._world.switches["ses"].per_second or 14.0
        quota = {"Max24HourSend": 50_000.0, "MaxSendRate": rate, "SentLast24Hours": float(self._sent_today())}
        return JSONResponse(
            {
                "SendingEnabled": True,
                "ProductionAccessEnabled": True,
                "EnforcementStatus": "HEALTHY",
                "SendQuota": quota,
            }
        )

    def _sent_today(self) -> int:
        since = self._world.now() - DAY_SECONDS
        return sum(message.service == "ses" and message.at > since for message in self._world.journal.newest())


def _mail_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """``sender, to, subject, headers, content`` of a request, simple or raw."""
    destination = body.get("Destination") or {}
    to = [address for name in ("ToAddresses", "CcAddresses", "BccAddresses") for address in destination.get(name) or []]
    if "Raw" in body["Content"]:
        raw = base64.b64decode(body["Content"]["Raw"]["Data"], validate=True)
        head = head_of(raw)
        to = to or [
            address for _, address in getaddresses([str(head.get(name, "")) for name in ("to", "cc", "bcc")]) if address
        ]
        sender = body.get("FromEmailAddress") or str(head["from"])
        content: dict[str, Any] = {"raw": raw.decode("latin-1")}
        headers = [(name, str(head[name])) for name in ("From", "To", "Subject", "Message-ID") if head[name]]
        return _mail(sender, to, str(head["subject"] or ""), headers, content)
    simple = body["Content"]["Simple"]
    parts = {kind: simple["Body"].get(kind, {}).get("Data", "") for kind in ("Html", "Text")}
    sender, subject = body["FromEmailAddress"], simple["Subject"]["Data"]
    headers = [("From", sender), ("To", ", ".join(to)), ("Subject", subject)]
    if body.get("ReplyToAddresses"):
        headers.append(("Reply-To", ", ".join(body["ReplyToAddresses"])))
    headers += [(header["Name"], header["Value"]) for header in simple.get("Headers") or []]
    content = {"html": parts["Html"], "text": parts["Text"], "headers": headers, "attachments": []}
    return _mail(sender, to, subject, headers, content)


def _mail(sender: str, to: list[str], subject: str, headers: list[Any], content: dict[str, Any]) -> dict[str, Any]:
    return {"sender": sender, "to": to, "subject": subject, "headers": headers, "content": content}


def _event(message: Message, event: str, at: float, detail: str) -> dict[str, Any]:
    name, stamp = NAMES[event], _stamp(at)
    headers = [{"name": header, "value": value} for header, value in message.echo["headers"]]
    tags = dict(message.echo["tags"])
    if message.echo["set"]:
        tags["ses:configuration-set"] = [message.echo["set"]]
    mail = {
        "timestamp": _stamp(message.at),
        "source": message.sender,
        "sendingAccountId": "000000000000",
        "messageId": message.provider_id,
        "destination": [message.to],
        "headersTruncated": False,
        "headers": headers,
        "commonHeaders": {"from": [message.sender], "to": [message.to], "subject": message.subject},
        "tags": tags,
    }
    key = {"DeliveryDelay": "deliveryDelay"}.get(name, name.lower())
    return {"eventType": name, "mail": mail, key: _facts(message, event, stamp, detail)}


def _facts(message: Message, event: str, stamp: str, detail: str) -> dict[str, Any]:
    to, feedback = {"emailAddress": message.to}, f"0100{uuid4().hex[:12]}-{uuid4()}-000000"
    visit = {"timestamp": stamp, "ipAddress": "192.0.2.20", "userAgent": "Mozilla/5.0 (simulated)"}
    if event in ("hard_bounce", "soft_bounce"):
        kind, more = ("Permanent", "General") if event == "hard_bounce" else ("Transient", "MailboxFull")
        code = "5.1.1" if event == "hard_bounce" else "4.2.2"
        person = {**to, "action": "failed", "status": code, "diagnosticCode": f"smtp; {detail}"}
        facts = {"bounceType": kind, "bounceSubType": more, "bouncedRecipients": [person]}
        return {**facts, "timestamp": stamp, "feedbackId": feedback, "reportingMTA": "dns; simulator.test"}
    if event == "complaint":
        facts = {"complainedRecipients": [to], "timestamp": stamp, "feedbackId": feedback}
        return {**facts, "userAgent": "Simulated mailbox", "complaintFeedbackType": "abuse"}
    if event == "delivered":
        facts = {"timestamp": stamp, "recipients": [message.to]}
        return {
            **facts,
            "processingTimeMillis": 130,
            "smtpResponse": "250 2.6.0 Message received",
            "reportingMTA": "simulator.test",
        }
    if event == "deferred":
        return {"timestamp": stamp, "delayType": "TransientCommunicationFailure", "delayedRecipients": [to]}
    if event == "blocked":
        return {"reason": "Bad content"}
    if event == "unsubscribe":
        return {"contactList": "", "timestamp": stamp, "source": "UnsubscribeHeader"}
    return {**visit, "link": detail, "linkTags": None} if event == "click" else visit if event == "open" else {}


def _stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
