"""What screens may ask of the inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..server_messaging import answer_service, inbound_file_service, whatsapp_service
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import (
    conversation_queries,
    conversation_service,
    quick_reply_service,
    reply_service,
    stop_request_service,
    thread_queries,
)

FEATURE = "marketing_enabled"
AUDITED = "conversations"


@server_callable(permission="customers.view", feature=FEATURE)
def list_conversations(actor: Actor, view: str = "open", search: str = "", page: int = 0) -> dict[str, Any]:
    return conversation_queries.list_conversations(actor, view, search, max(page, 0))


@server_callable(permission="customers.view", feature=FEATURE)
def get_inbox_stamps(actor: Actor, contact_id: str = "") -> dict[str, Any]:
    thread = conversation_queries.thread_stamp(contact_id) if contact_id else ""
    return {"list": conversation_queries.list_stamp(), "thread": thread}


@server_callable(permission="customers.view", feature=FEATURE)
def get_unread_count(actor: Actor) -> dict[str, Any]:
    return {"unread": conversation_queries.count_unread(actor)}


@server_callable(permission="customers.view", feature=FEATURE)
def get_thread(actor: Actor, contact_id: str, before: datetime | None = None) -> dict[str, Any]:
    return thread_queries.get_thread(actor, contact_id, before)


@server_callable(permission="customers.view", feature=FEATURE, audited="inbound_files")
def get_inbound_file(actor: Actor, file_key: str) -> dict[str, Any]:
    return {"file": inbound_file_service.get_file(actor, file_key)}


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True)
def fetch_inbound_file(actor: Actor, file_key: str) -> None:
    inbound_file_service.try_again(actor, file_key)


@server_callable(permission="customers.manage", feature=FEATURE, audited=AUDITED)
def reply_to_contact(
    actor: Actor, contact_id: str, channel: str, words: dict, reply_key: str, version: int
) -> dict[str, Any]:
    return reply_service.reply(actor, contact_id, channel, words, reply_key, version)


@server_callable(permission="customers.manage", feature=FEATURE, audited=AUDITED)
def retry_reply(actor: Actor, contact_id: str, send_key: str) -> None:
    reply_service.retry(actor, contact_id, send_key)


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def set_conversation_state(actor: Actor, contact_id: str, state: str, until: datetime | str | None = None) -> None:
    conversation_service.set_state(actor, contact_id, state, until)


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def assign_conversation(actor: Actor, contact_id: str, email: str = "") -> None:
    conversation_service.assign(actor, contact_id, email)


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True)
def mark_conversation(actor: Actor, contact_id: str, is_read: bool) -> None:
    conversation_service.mark(actor, contact_id, is_read=is_read)


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def decide_stop_request(actor: Actor, contact_id: str, message_key: str, decision: str) -> None:
    stop_request_service.decide(actor, contact_id, message_key, decision)


@server_callable(permission="customers.view", feature=FEATURE)
def list_quick_replies(actor: Actor, contact_id: str = "") -> dict[str, Any]:
    return {"replies": quick_reply_service.list_quick_replies(actor, contact_id)}


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True, audited="quick_replies")
def save_quick_reply(
    actor: Actor, title: str, text: str, reply_id: str = "", version: int | None = None
) -> dict[str, Any]:
    return {"reply_id": quick_reply_service.save_quick_reply(actor, title, text, reply_id, version)}


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True, audited="quick_replies")
def remove_quick_reply(actor: Actor, reply_id: str) -> dict[str, Any]:
    return {"reply": quick_reply_service.remove_quick_reply(actor, reply_id)}


@server_callable(permission="customers.view", feature=FEATURE)
def get_sms_parts(actor: Actor, text: str) -> dict[str, Any]:
    return answer_service.sms_parts(text)


@server_callable(permission="customers.view", feature=FEATURE)
def list_reply_templates(actor: Actor) -> dict[str, Any]:
    return {"templates": whatsapp_service.usable_templates()}
