"""Mails that mail servers send back: what became of which message (RFC 3464), or who complained (RFC 5965). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string
from email.message import Message
from email.utils import parsedate_to_datetime

from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid

# Permanent refusals (RFC 3463) that are not about the address: a full mailbox, a busy system, a rule against the words.
_OF_THE_MOMENT = re.compile(r"5\.(2\.[234]|3\.\d+|4\.\d+|7\.\d+)")
_SEND_KEY = re.compile(r"<([0-9a-f]{32})@")


@dataclass(frozen=True, slots=True)
class Report:
    """``event_type`` of ``event_rules``, of the message ``send_key``; ``error`` is what the mail server said."""

    send_key: str
    event_type: str
    occurred_at: datetime
    error: str = ""


def read(text: str) -> Report | None:
    """What a mail reports, None where there is nothing to note (a mere delay). Raises Invalid for any other mail."""
    mail = message_from_string(text)
    kinds = {part.get_content_type(): part for part in mail.walk()}
    found = _SEND_KEY.search(_original(kinds))
    if found is None:
        raise Invalid("This mail does not say which message it is about.")
    if "message/feedback-report" in kinds:
        return Report(found[1], "complained", _moment(mail))
    event_type, error = _status(kinds.get("message/delivery-status"))
    return Report(found[1], event_type, _moment(mail), error) if event_type else None


def _original(kinds: dict[str, Message]) -> str:
    """The head of the message that is sent back, whole or in part."""
    for kind in ("text/rfc822-headers", "message/rfc822"):
        part = kinds.get(kind)
        if part is not None:
            inner = part.get_payload()
            return str(inner[0]["message-id"] or "") if isinstance(inner, list) else str(inner)
    return ""


def _status(part: Message | None) -> tuple[str, str]:
    """``bounced``, ``soft_bounced``, ``delivered`` or ``""`` (nothing to note), and what the server said."""
    blocks = part.get_payload() if part is not None else None
    if not isinstance(blocks, list):
        raise Invalid("This mail is no report of a delivery.")
    fields = next((block for block in blocks if isinstance(block, Message) and block["Action"]), None)
    if fields is None:
        raise Invalid("This report names no receiver.")
    action, status = str(fields["Action"]).strip().lower(), str(fields["Status"] or "").strip()
    error = str(fields["Diagnostic-Code"] or status).partition(";")[2].strip() or status
    if action == "failed":
        is_hard = status.startswith("5") and not _OF_THE_MOMENT.match(status)
        return ("bounced" if is_hard else "soft_bounced"), error
    return ("delivered" if action == "delivered" else ""), error


def _moment(mail: Message) -> datetime:
    try:
        moment = parsedate_to_datetime(str(mail["Date"]))
    except ValueError:
        return utc_now()
    return moment if moment.tzinfo else utc_now()
