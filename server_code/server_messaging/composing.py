"""From a row of the outbox to the message a driver takes: tokens filled in, links of the person's own, headers."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formataddr
from typing import Any

from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from ..server_shared.validators import address_on_the_wire
from . import personalising, phone_messages, settings_service, tracking_service
from .driver_service import Message
from .gate_rules import ASKED_FOR
from .link_service import PREFERENCES, UNSUBSCRIBE, link_to
from .mail_file_service import attachments_of

TOKENS = frozenset(
    {
        *("first_name", "last_name", "full_name", "email", "company", "business_name"),
        *("unsubscribe_url", "preferences_url", "offer_code"),
    }
)

# The headers of a mail that answers another, by what holds them among the values of its send.
THREAD = {"In-Reply-To": "in_reply_to", "References": "references"}


def compose(send: Any) -> Message:
    """The message of a claimed row. Raises Invalid when something of this person is missing."""
    values = values_of(send)
    content = send["content"]
    if send["channel"] != "email":
        return phone_messages.compose(send, values)
    sender = _sender()
    html = personalising.fill_html(content["html"] or "", values)
    return Message(
        send_key=send["send_key"],
        channel="email",
        to=address_on_the_wire(send["address"]),
        subject=personalising.fill_line(content["subject"] or "", values),
        html=tracking_service.tracked(html, send),
        text=personalising.fill(content["text"] or "", values),
        sender=formataddr((_sender_name(content, sender), sender["address"])),
        reply_to=sender.get("reply_to") or "",
        attachments=attachments_of(content),
        campaign=(send["campaign"]["campaign_id"] or "") if send["campaign"] else "",
        headers=_thread_headers(values)
        if send["purpose"] in ASKED_FOR
        else _list_headers(values["unsubscribe_url"], sender, send["send_key"]),
    )


def values_of(send: Any) -> dict[str, str]:
    """What the tokens of a message stand for: the person's, the business's, and those of this one message."""
    contact = send["contact"]
    names = [contact["first_name"] or "", contact["last_name"] or ""]
    return {
        "first_name": names[0],
        "last_name": names[1],
        "full_name": " ".join(filter(None, names)),
        "email": contact["email"] or "",
        "company": contact["company"] or "",
        "business_name": get_config()["business_name"],
        "unsubscribe_url": personal_link(UNSUBSCRIBE, send),
        "preferences_url": personal_link(PREFERENCES, send),
        "offer_code": "",
        **{name: str(value) for name, value in (send["values"] or {}).items()},
    }


def personal_link(use: str, send: Any) -> str:
    """The address of a page that acts for the receiver of a message: ``UNSUBSCRIBE`` or ``PREFERENCES``."""
    return link_to(use, send["contact"], send["channel"], send["purpose"], send["send_key"], send["list_id"] or "")


def _thread_headers(values: Mapping[str, str]) -> dict[str, str]:
    """What lets a mail program put an answer below the mail that it answers (RFC 5322, 3.6.4)."""
    return {header: values[name] for header, name in THREAD.items() if values.get(name)}


def _list_headers(unsubscribe_url: str, sender: Mapping[str, Any], send_key: str) -> dict[str, str]:
    """What lets a mail program offer to unsubscribe in one click (RFC 2369, RFC 8058).

    The mail it may write for that proves by its subject that whoever asks has got this message.
    """
    return {
        "List-Unsubscribe": f"<{unsubscribe_url}>, <mailto:{sender['address']}?subject=unsubscribe%20{send_key}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _sender_name(content: Any, sender: Mapping[str, Any]) -> str:
    """Whom these words come from, where they say so; else the business's usual name."""
    own = (content["settings"] or {}).get("sender_name")
    return own or sender.get("name") or get_config()["business_name"]


def _sender() -> Mapping[str, Any]:
    if not settings_service.sender_address():
        raise Invalid("The business has no sender for its mail yet. It is chosen in the settings.")
    return settings_service.sender()
