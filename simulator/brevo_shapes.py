"""How Brevo says things: its webhooks, its log, the heads of its mails."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from .core.journal import Message

# Our events → the webhook's name, and the name in the log of GET /v3/smtp/statistics/events.
NAMES = {
    "request": ("request", "requests"),
    "delivered": ("delivered", "delivered"),
    "hard_bounce": ("hard_bounce", "hardBounces"),
    "soft_bounce": ("soft_bounce", "softBounces"),
    "complaint": ("spam", "spam"),
    "first_open": ("unique_opened", "opened"),
    "open": ("opened", "opened"),
    "proxy_open": ("proxy_open", "loadedByProxy"),
    "click": ("click", "clicks"),
    "unsubscribe": ("unsubscribed", "unsubscribed"),
    "blocked": ("blocked", "blocked"),
    "deferred": ("deferred", "deferred"),
    "invalid": ("invalid_email", "invalid"),
    "error": ("error", "error"),
}


WEBHOOK_ID = 1
SENDING_IP = "192.0.2.10"


def named(person: Mapping[str, str]) -> str:
    """A person as the head of a mail names one."""
    return f"{person['name']} <{person['email']}>" if person.get("name") else person["email"]


def mail_headers(mail: Mapping[str, Any], message_id: str) -> list[tuple[str, str]]:
    """The headers of a mail as its receiver gets them, its sender's own ones left out."""
    lines = [("From", named(mail["sender"])), ("To", ", ".join(map(named, mail["to"])))]
    if mail.get("replyTo"):
        lines.append(("Reply-To", named(mail["replyTo"])))
    return [*lines, ("Subject", mail["subject"]), ("Message-ID", message_id)]


def webhook(message: Message, name: str, at: float, detail: str) -> dict[str, Any]:
    """What the webhook says of an event; ``name`` is Brevo's."""
    moment = datetime.fromtimestamp(at, UTC)
    body = {
        "event": name,
        "email": message.to,
        "id": WEBHOOK_ID,
        "date": moment.strftime("%Y-%m-%d %H:%M:%S"),
        "ts": int(message.at),
        "message-id": message.provider_id,
        "ts_event": int(at),
        "ts_epoch": int(at * 1000),
        "subject": message.subject,
        "sending_ip": SENDING_IP,
        "contact_id": 0,
        "uuid": message.echo["uuid"],
        "tag": json.dumps(message.echo["tags"]),
        "tags": message.echo["tags"],
    }
    if message.echo["custom"]:
        body["X-Mailin-custom"] = message.echo["custom"]
    if name in ("click", "unique_opened", "opened", "proxy_open"):
        body |= {"user_agent": "Mozilla/5.0 (simulated)", "device_used": "DESKTOP", "link": detail}
    elif detail:
        body["reason"] = detail
    return body


def mail_line(message: Message) -> dict[str, Any]:
    """A mail in the list of `/v3/smtp/emails`."""
    return {
        "email": message.to,
        "subject": message.subject,
        "messageId": message.provider_id,
        "uuid": message.echo["uuid"],
        "date": datetime.fromtimestamp(message.at, UTC).isoformat(timespec="milliseconds"),
        "from": message.sender,
        "tags": message.echo["tags"],
    }


def event_lines(message: Message) -> Iterator[dict[str, Any]]:
    """The events of a mail in the list of `/v3/smtp/statistics/events`."""
    for event, at, detail in message.events:
        if event in NAMES:
            line = {
                "email": message.to,
                "date": datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds"),
                "subject": message.subject,
                "messageId": message.provider_id,
                "event": NAMES[event][1],
                "tag": "".join(message.echo["tags"][:1]),
                "ip": SENDING_IP,
                "from": message.sender,
            }
            yield {**line, **({"link" if event == "click" else "reason": detail} if detail else {})}
