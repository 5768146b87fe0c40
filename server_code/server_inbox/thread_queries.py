"""The messages between a person and the business, of every channel in one thread. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_compliance.consent_service import address_of
from ..server_messaging import (
    answer_service,
    gate_service,
    inbound_file_service,
    phone_settings_service,
    settings_service,
    whatsapp_service,
)
from ..server_shared.actors import Actor
from .conversation_queries import conversation_record, thread_stamp
from .conversation_service import get_conversation_row

PAGE = 50
RECEIVED = (
    *("channel", "provider_id", "address", "text", "media", "keyword", "received_at", "subject", "quoted"),
    *("is_automatic", "stop_request"),
)
WORDS = ("channel", "address", "text", "subject", "quoted", "keyword", "stop_request")
SENT = ("send_key", "channel", "purpose", "status", "reason", "error", "values", "created_at", "sent_at", "due_at")


def get_thread(actor: Actor, contact_id: str, before: datetime | None = None) -> dict[str, Any]:
    """The conversation with ``C-5``: ``conversation``, ``messages`` (oldest first, at most 50 before ``before``),
    ``more``, the ``channels`` it can be answered on, and the ``stamp`` that differs once any of this does. Raises
    NotFound.
    """
    stamp = thread_stamp(contact_id)
    row = get_conversation_row(contact_id)
    contact = row["contact"]
    messages = sorted([*_received(contact, before), *_sent(contact, before)], key=lambda each: each["at"])
    return {
        "conversation": conversation_record(row),
        "messages": messages[-PAGE:],
        "more": len(messages) > PAGE,
        "stamp": stamp,
        "channels": channels_to(contact),
    }


def channels_to(contact: Any) -> list[dict[str, Any]]:
    """How a contact can be answered: ``channel, address``, ``refusal`` (why not, or ``""``), ``window_until``."""
    ours = {
        "email": settings_service.sender_address(),
        "whatsapp": phone_settings_service.whatsapp_number(),
        "sms": phone_settings_service.sms_sender(),
    }
    found = []
    for channel in ours:
        address = address_of(contact, channel)
        if address and ours[channel]:
            until = whatsapp_service.window_until(contact) if channel == "whatsapp" else None
            refusal = answer_service.refusal(contact, channel)
            found.append({"channel": channel, "address": address, "refusal": refusal, "window_until": until})
    return found


def _received(contact: Any, before: datetime | None) -> list[dict[str, Any]]:
    older = {"received_at": q.less_than(before)} if before else {}
    newest = tables.order_by("received_at", ascending=False)
    what = q.fetch_only(*RECEIVED, answers=q.fetch_only("send_key"))
    search = app_tables.inbound_messages.search(newest, q.page_size(PAGE + 1), what, contact=contact, **older)
    rows = list(islice(search, PAGE + 1))
    files = inbound_file_service.files_of(rows)
    return [_inbound_record(row, files.get(row.get_id()) or inbound_file_service.only_named(row)) for row in rows]


def _inbound_record(row: Any, files: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "key": row["provider_id"],
        "direction": "in",
        "at": row["received_at"],
        **{name: row[name] or "" for name in WORDS},
        "files": files,
        "is_automatic": bool(row["is_automatic"]),
    }


def _sent(contact: Any, before: datetime | None) -> list[dict[str, Any]]:
    older = {"created_at": q.less_than(before)} if before else {}
    newest = tables.order_by("created_at", ascending=False)
    about = {"campaign": q.fetch_only("campaign_id", "campaign_name"), "content": q.fetch_only("subject", "variant")}
    what = q.fetch_only(*SENT, **about)
    rows = app_tables.sends.search(newest, q.page_size(PAGE + 1), what, contact=contact, **older)
    return [_send_record(row) for row in islice(rows, PAGE + 1)]


def _send_record(row: Any) -> dict[str, Any]:
    values: Mapping[str, Any] = row["values"] or {}
    is_reply, campaign = answer_service.is_answer(row), row["campaign"]
    subject = (row["content"]["subject"] or "") if row["content"] else ""
    return {
        "key": row["send_key"],
        "direction": "out",
        "at": row["sent_at"] or row["created_at"],
        "channel": row["channel"],
        "is_reply": is_reply,
        "text": str(values.get("answer") or "") if is_reply else "",
        "author": str(values.get("author") or ""),
        "subject": str(values.get("subject") or "") if is_reply else subject,
        "campaign_id": campaign["campaign_id"] if campaign else "",
        "campaign_name": (campaign["campaign_name"] or "") if campaign else "",
        "purpose": row["purpose"],
        "status": row["status"],
        "reason": row["error"] or gate_service.label_of(row["reason"]),
        "may_retry": is_reply and row["status"] in answer_service.AGAIN,
    }
