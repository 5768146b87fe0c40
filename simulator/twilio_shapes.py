"""How Twilio says things: its resources, its status callbacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from .core.journal import Message
from .core.outcomes import QUEUED
from .twilio_rules import ERROR_TEXTS, Template, segments

STATES = ("queued", "sent", "delivered", "read", "undelivered", "failed")


def status_form(message: Message, event: str, detail: str, account_sid: str) -> dict[str, str]:
    """What a status callback says."""
    prefix = "whatsapp:" if message.channel == "whatsapp" else ""
    said = {
        "AccountSid": account_sid,
        "ApiVersion": "2010-04-01",
        "MessageSid": message.provider_id,
        "SmsSid": message.provider_id,
        "MessageStatus": event,
        "SmsStatus": event,
        "From": message.sender,
        "To": f"{prefix}{message.to}",
    }
    if detail:
        said |= {"ErrorCode": detail, "ErrorMessage": ERROR_TEXTS.get(detail, "")}
    if prefix:
        said |= {"ChannelPrefix": "whatsapp", "ChannelToAddress": message.to}
    return {**said, **({"EventType": "READ"} if event == "read" else {})}


def message_resource(message: Message, text: str, account_sid: str) -> dict[str, Any]:
    """A message as the API shows it."""
    prefix = "whatsapp:" if message.channel == "whatsapp" else ""
    is_sent = message.direction == "sent"
    states = [event for event in message.events if event[0] in STATES]
    state, at, detail = states[-1] if states else (QUEUED, message.at, "")
    sent_at = next((at for event, at, _ in states if event == "sent"), None if is_sent else message.at)
    return {
        "sid": message.provider_id,
        "account_sid": account_sid,
        "api_version": "2010-04-01",
        "body": text,
        "from": message.sender if is_sent else f"{prefix}{message.sender}",
        "to": f"{prefix}{message.to}" if is_sent else message.to,
        "status": state if is_sent else "received",
        "direction": "outbound-api" if is_sent else "inbound",
        "error_code": int(detail) if detail else None,
        "error_message": ERROR_TEXTS.get(detail) if detail else None,
        "date_created": stamp(message.at),
        "date_updated": stamp(at),
        "date_sent": None if sent_at is None else stamp(sent_at),
        "messaging_service_sid": message.echo.get("service") or None,
        "num_media": "0",
        "num_segments": str(segments(text)),
        "price": None,
        "price_unit": "USD",
        "subresource_uris": {},
        "uri": f"/2010-04-01/Accounts/{account_sid}/Messages/{message.provider_id}.json",
    }


def fits(message: Message, given: Mapping[str, str]) -> bool:
    """Whether a message is one of those a list was asked for, by To, From, DateSent, DateSent< and DateSent>."""
    prefix = "whatsapp:" if message.channel == "whatsapp" else ""
    to = f"{prefix}{message.to}" if message.direction == "sent" else message.to
    sender = message.sender if message.direction == "sent" else f"{prefix}{message.sender}"
    day = datetime.fromtimestamp(message.at, UTC).isoformat()
    return (
        given.get("To") in (None, to)
        and given.get("From") in (None, sender)
        and day.startswith(given.get("DateSent", "")[:10])
        and day[: len(_moment(given, "DateSent<", "9"))] <= _moment(given, "DateSent<", "9")
        and day[: len(_moment(given, "DateSent>", ""))] >= _moment(given, "DateSent>", "")
    )


def _moment(given: Mapping[str, str], name: str, otherwise: str) -> str:
    return given.get(name, otherwise).rstrip("Z")


def content_resource(template: Template, account_sid: str) -> dict[str, Any]:
    """A template as the Content API shows it, with its approval."""
    moment = "2026-01-01T08:00:00Z"
    return {
        "sid": template.sid,
        "account_sid": account_sid,
        "friendly_name": template.friendly_name,
        "language": template.language,
        "variables": dict(template.variables),
        "types": {"twilio/text": {"body": template.body}},
        "date_created": moment,
        "date_updated": moment,
        "approval_requests": {
            "name": template.friendly_name,
            "category": template.category,
            "content_type": "twilio/text",
            "status": template.status,
            "rejection_reason": "",
            "allow_category_change": True,
        },
    }


def stamp(at: float) -> str:
    """A moment as the API writes it (RFC 2822)."""
    return format_datetime(datetime.fromtimestamp(at, UTC))
