"""What Twilio tells us, believed only with its signature: statuses of messages, and what people write."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import anvil.server
from twilio.request_validator import RequestValidator

from ..server_shared.arguments import storable
from ..server_shared.clock import utc_now
from ..server_shared.errors import Forbidden, Invalid
from ..server_shared.keys import secret
from . import inbound_service, twilio_media, webhook_service
from .event_rules import Event
from .inbound_service import Inbound
from .twilio_codes import ARRIVED, REFUSED, event_of, refusal

log = logging.getLogger("mybizz.webhooks")

STATUS, INBOUND = "status", "inbound"
PATH = "/_/api/webhooks/twilio/"
MOST_MEDIA = 10


def status_url(send_key: str = "") -> str:
    """Where Twilio tells what became of a message. It is what the signature is over, so it names the public address."""
    return f"{anvil.server.get_app_origin()}{PATH}{STATUS}?send={send_key}"


def accept(kind: str, query: str, body: str, signature: str) -> None:
    """Keep what Twilio sent to ``…/twilio/<kind>?<query>``. Raises Forbidden when it did not sign that, and Invalid."""
    url = f"{anvil.server.get_app_origin()}{PATH}{kind}{f'?{query}' if query else ''}"
    parameters = dict(parse_qsl(body, keep_blank_values=True))
    signed: Any = body if "bodySHA256=" in query else parameters
    token = secret("twilio_auth_token")
    if not token or not RequestValidator(token).validate(url, signed, signature):
        log.warning("Refused what came to %s: the signature is not Twilio's", url.partition("?")[0])
        raise Forbidden("The signature is not Twilio's.")
    given = webhook_service.read_json(body) if body.startswith("{") else storable(parameters)
    sid = given.get("MessageSid") or given.get("SmsMessageSid") or ""
    if not sid:
        raise Invalid("This names no message.")
    told = {"given": given, "send": dict(parse_qsl(query)).get("send", ""), "received_at": utc_now().isoformat()}
    key = sid if kind == INBOUND else f"{sid}:{given.get('MessageStatus', '')}:{given.get('ErrorCode') or ''}"
    webhook_service.keep(f"twilio_{kind}", key, json.dumps(told))


def read_status(body: str) -> Event | None:
    """What a status callback tells of a message."""
    told = webhook_service.read_json(body)
    given, moment = told["given"], datetime.fromisoformat(told["received_at"])
    code, status = _code(given), str(given.get("MessageStatus") or "")
    event_type = event_of(status, code)
    if event_type is None:
        return None
    sid = given["MessageSid"]
    outcome = status if status in ARRIVED or status in REFUSED else event_type
    reason = refusal(code)[1] if status in REFUSED else ""
    error = f"{code or ''} {given.get('ErrorMessage') or ''}".strip()
    detail = {"reason": reason, "error": error, "provider_id": sid} if reason else {"provider_id": sid}
    key = f"twilio:{sid}:{outcome}"
    return Event(key, event_type, moment, send_key=told["send"] or None, provider_id=sid, detail=detail)


def note_inbound(body: str) -> None:
    """Make sense of a message that somebody wrote. Needs a transaction."""
    told = webhook_service.read_json(body)
    given = told["given"]
    sender, receiver = str(given.get("From") or ""), str(given.get("To") or "")
    channel = "whatsapp" if sender.startswith("whatsapp:") else "sms"
    inbound_service.receive(
        Inbound(
            channel=channel,
            provider_id=given.get("MessageSid") or given["SmsMessageSid"],
            address=sender.removeprefix("whatsapp:"),
            to_address=receiver.removeprefix("whatsapp:"),
            text=str(given.get("Body") or ""),
            received_at=datetime.fromisoformat(told["received_at"]),
            name=" ".join(str(given.get("ProfileName") or "").split())[:100],
            files=_files(given),
            keyword=_keyword(given),
        )
    )


def _keyword(given: Mapping[str, Any]) -> str | None:
    """STOP, START or HELP where Twilio recognised, and answered, it."""
    said = str(given.get("OptOutType") or "").lower()
    return said if said in ("stop", "start", "help") else None


def _files(given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What was sent with it; ``NumMedia`` says how many, and none has a name."""
    count = str(given.get("NumMedia") or "")
    return [
        {
            "provider": twilio_media.PROVIDER,
            "place": str(given[f"MediaUrl{n}"]),
            "content_type": str(given.get(f"MediaContentType{n}") or ""),
        }
        for n in range(min(int(count) if count.isdecimal() else 0, MOST_MEDIA))
        if given.get(f"MediaUrl{n}")
    ]


def _code(given: Mapping[str, Any]) -> int | None:
    text = str(given.get("ErrorCode") or "")
    return int(text) if text.isdigit() else None


webhook_service.handle_with(f"twilio_{STATUS}", read_status)
webhook_service.handle_with(f"twilio_{INBOUND}", note_inbound)
