"""Mail through Brevo: its API v3, and the reports it posts to us.

Facts: developers.brevo.com, “Send a transactional email”, “Transactional webhooks”, “Idempotency”.

The key of a send goes as header ``X-Mailin-custom``, which every report brings back, as a tag, by which Brevo's own log
can be asked, and as idempotency key, so that a second try within half an hour is not sent twice.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ..server_messaging import tracking_service, webhook_service
from ..server_messaging.driver_service import (
    FAILED,
    RETRY,
    SENT,
    UNKNOWN,
    Message,
    Outcome,
    offer_driver,
    one_after_another,
)
from ..server_messaging.event_service import Event
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.keys import secret
from ..server_shared.validators import address_on_the_wire
from .http_waiting import seconds_to_wait

if TYPE_CHECKING:
    import requests

PROVIDER = "brevo"
BREVO = "https://api.brevo.com"
KEY, TOKEN = "brevo_api_key", "brevo_webhook_token"
TIMEOUT_SECONDS = (5, 20)
BUSY, REFUSED = timedelta(seconds=30), timedelta(minutes=10)
CUSTOM = "X-Mailin-custom"
# What Brevo calls an event → what it is here. It also tells of first opens, beside all opens, and of mails it delays.
EVENTS: Mapping[str, str] = {
    "request": "sent",
    "delivered": "delivered",
    "hard_bounce": "bounced",
    "invalid_email": "bounced",
    "soft_bounce": "soft_bounced",
    "blocked": "failed",
    "error": "failed",
    "spam": "complained",
    "unsubscribed": "unsubscribed",
    "opened": "open",
    "proxy_open": "open",
    "click": "click",
}


class BrevoDriver:
    """One connection that is kept open."""

    at_once = 10

    def __init__(self) -> None:
        import requests  # large, and many businesses send otherwise: here, not at every start

        self._session = requests.Session()
        self._session.headers["api-key"] = secret(KEY)
        self._base = f"{secret('brevo_url') or BREVO}/v3"

    def deliver(self, messages: Sequence[Message]) -> list[Outcome]:
        """Hand mails over one after the other."""
        return one_after_another(messages, self._deliver)

    def find(self, send_key: str, to: str) -> Outcome | None:
        """What Brevo's log says of a mail; None where it is not there, or cannot be asked now."""
        import requests

        try:
            query = {"tags": json.dumps([send_key]), "email": address_on_the_wire(to), "limit": "1", "sort": "asc"}
            answer = self._session.get(f"{self._base}/smtp/statistics/events", params=query, timeout=TIMEOUT_SECONDS)
            answer.raise_for_status()
            events = answer.json().get("events") or []
        except (requests.RequestException, ValueError, Invalid):
            return None
        return Outcome(send_key, SENT, provider_id=events[0].get("messageId")) if events else None

    def check(self) -> None:
        """See whether the key is accepted. Raises Invalid."""
        import requests

        try:
            answer = self._session.get(f"{self._base}/account", timeout=TIMEOUT_SECONDS)
        except requests.RequestException as error:
            raise Invalid(f"Brevo cannot be reached: {error}") from error
        if answer.status_code != 200:
            raise Invalid(f"Brevo does not accept the key: {_said(answer)}")

    def _deliver(self, message: Message) -> Outcome:
        import requests

        key = message.send_key
        try:
            answer = self._session.post(f"{self._base}/smtp/email", json=_body(message), timeout=TIMEOUT_SECONDS)
        except (requests.ConnectTimeout, requests.exceptions.SSLError) as error:
            return _held(key, str(error), BUSY)
        except requests.ConnectionError as error:
            return _held(key, str(error), BUSY) if _never_left(error) else _in_doubt(key, str(error))
        except requests.RequestException as error:
            return _in_doubt(key, str(error))
        return _outcome(key, answer)


def _body(message: Message) -> dict[str, Any]:
    """The request for one mail. ``sender``, ``to`` and headers are values of JSON: nothing can break out of them."""
    key = message.send_key
    custom = {CUSTOM: key, "idempotencyKey": str(UUID(key))}
    files = [{"name": file.name, "content": base64.b64encode(file.content).decode()} for file in message.attachments]
    reply_to = {"replyTo": {"email": message.reply_to}} if message.reply_to else {}
    name, address = parseaddr(message.sender)
    return {
        "sender": {"name": name, "email": address} if name else {"email": address},
        "to": [{"email": message.to}],
        "subject": message.subject,
        **({"htmlContent": message.html} if message.html else {}),
        "textContent": message.text,
        "headers": {**message.headers, **custom},
        "tags": [key, *([f"campaign_{message.campaign}"] if message.campaign else [])],
        **({"attachment": files} if files else {}),
        **reply_to,
    }


def _outcome(key: str, answer: requests.Response) -> Outcome:
    """What an answer means; which are surely not taken is what the documentation says of each."""
    status, said = answer.status_code, _said(answer)
    if status in (200, 201, 202):
        return Outcome(key, SENT, provider_id=_json(answer).get("messageId"))
    if status in (429, 503):
        return _held(key, said, timedelta(seconds=seconds_to_wait(answer.headers, BUSY.total_seconds())))
    if status in (401, 402, 403):
        return _held(key, said, REFUSED)
    if status == 400 and _json(answer).get("code") == "duplicate_parameter":
        return _in_doubt(key, said)
    if 400 <= status < 500:
        return Outcome(key, FAILED, reason="refused", error=said)
    return _in_doubt(key, said)


def _held(key: str, error: str, pause: timedelta) -> Outcome:
    return Outcome(key, RETRY, reason="provider", error=error, retry_at=utc_now() + pause, holds_stream=True)


def _in_doubt(key: str, error: str) -> Outcome:
    return Outcome(key, UNKNOWN, reason="cut_off", error=error)


def _never_left(error: requests.ConnectionError) -> bool:
    """Whether there was no connection at all, rather than one that broke."""
    return "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)


def _said(answer: requests.Response) -> str:
    return f"{answer.status_code} {_json(answer).get('message') or answer.reason}"[:500]


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def event_key(report: Mapping[str, Any]) -> str:
    """What one event has of its own, as a hash, since an address is part of it: Brevo numbers its webhooks only."""
    moment = report.get("ts_epoch") or report.get("ts_event") or report.get("date")
    facts = (report.get("message-id"), report.get("email"), report.get("event"), moment, report.get("link") or "")
    return hashlib.sha256("|".join(map(str, facts)).encode()).hexdigest()


def understand(body: str) -> Event | None:
    """What a report tells of a message."""
    report = webhook_service.read_json(body)
    event_type = EVENTS.get(report.get("event"))
    if event_type is None:
        return None
    key, message = f"brevo:{event_key(report)}", {"send_key": report.get(CUSTOM) or None}
    message["provider_id"] = report.get("message-id")
    if event_type in tracking_service.PAGES:
        return tracking_service.told(
            key,
            event_type,
            _moment(report),
            **message,
            link=str(report.get("link") or ""),
            agent=str(report.get("user_agent") or ""),
            is_proxy=report["event"] == "proxy_open",
        )
    detail = {"reason": report["event"], "error": str(report.get("reason") or "")[:500]}
    return Event(key, event_type, _moment(report), **message, detail=detail)


def _moment(report: Mapping[str, Any]) -> datetime:
    if report.get("ts_epoch"):
        return datetime.fromtimestamp(float(report["ts_epoch"]) / 1000, UTC)
    return datetime.fromtimestamp(float(report["ts_event"]), UTC)


offer_driver(PROVIDER, BrevoDriver, "Brevo", lambda: bool(secret(KEY)))
webhook_service.handle_with(PROVIDER, understand)
