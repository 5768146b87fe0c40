"""What people write to the business's numbers: kept, told on their timeline, and acted upon where it is a keyword."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.contact_service import create_contact
from ..server_customers.queries import get_contact_row, name_of
from ..server_customers.timeline_service import tell
from ..server_inbox import conversation_service
from ..server_marketing.task_service import add_task
from ..server_shared.actors import SYSTEM
from ..server_shared.config import business_language, get_config
from . import inbound_file_service, opt_out_service, outbox_service
from .gate_rules import CONFIRMATION
from .opt_out_words import ENGLISH, START, STOP, answer
from .whatsapp_rules import WINDOW

TASK, STOP_TASK = "answer_message", "confirm_stop"
STOP_WAITING = "waiting"
ASKS_TO_STOP = "Asks for no more e-mails"
TO_CONFIRM = "A mail in their name says so, and nothing proves who wrote it. Please decide in the inbox."
SHOWN = 200
ANSWER = "{{answer}}"
OF_MAIL = ("subject", "quoted", "references", "is_automatic", "answers", "stop_request")
URGENT = 9


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message from ``address`` (E.164, or of mail). ``files`` are those of ``inbound_file_service.expect``;
    ``name`` is what its sender goes by.

    ``keyword`` is one that the provider recognised, and has answered itself. Mail has a ``subject``, the ``quoted``
    text that it answers, the ``references`` of its thread, and in ``answers`` the row of the send it replies to, where
    that is known; ``contact`` is who wrote it. ``is_automatic``: no person wrote it. ``stop_request`` is what became of
    a mail's wish for no more mail: ``STOP_WAITING`` where somebody has to confirm it.
    """

    channel: str
    provider_id: str
    address: str
    to_address: str
    text: str
    received_at: datetime
    name: str = ""
    files: list[Mapping[str, Any]] = field(default_factory=list)
    keyword: str | None = None
    subject: str = ""
    quoted: str = ""
    references: str = ""
    is_automatic: bool = False
    answers: Any = None
    contact: Any = None
    stop_request: str | None = None


def receive(message: Inbound) -> Any:
    """Keep a message and do what it asks for; its row, also where it was kept before. Needs a transaction."""
    known = app_tables.inbound_messages.get(provider_id=message.provider_id)
    if known is not None:
        return known
    contact = message.contact or _contact_of(message)
    said = opt_out_service.keyword_of(message.channel, message.address, message.text)
    kind = message.keyword or (said[0] if said else None)
    opens = {"opens_until": message.received_at + WINDOW} if message.channel == "whatsapp" else {}
    row = app_tables.inbound_messages.add_row(
        contact=contact,
        channel=message.channel,
        provider_id=message.provider_id,
        address=message.address,
        to_address=message.to_address,
        text=message.text,
        keyword=kind,
        received_at=message.received_at,
        **{name: getattr(message, name) or None for name in OF_MAIL},
        **opens,
    )
    files = inbound_file_service.expect(row, message.files)
    if message.is_automatic:
        return row
    details = {"channel": message.channel, "text": message.text[:SHOWN] or _file_words(message)}
    details |= {"files": files} if files else {}
    tell(SYSTEM, contact, "message_received", details, message.provider_id)
    if kind is None:
        shown = ASKS_TO_STOP if message.stop_request == STOP_WAITING else details["text"]
        conversation = conversation_service.hear(contact, message.channel, message.received_at, shown)
        _ask_somebody(contact, message, conversation["assigned_to"])
    elif _obey(kind, message.address) and not message.keyword:
        _answer(contact, message, kind, said[1] if said else ENGLISH)
    return row


def _contact_of(message: Inbound) -> Any:
    """Whoever has the number: of several, whom the business last wrote to; of none, a new lead."""
    people = list(
        app_tables.contacts.search(tables.order_by("contact_number"), phone=message.address, archived_at=None)
    )
    if len(people) > 1:
        sends = app_tables.sends.search(
            tables.order_by("sent_at", ascending=False), q.page_size(1), contact=q.any_of(*people), sent_at=q.not_(None)
        )
        last = next(iter(sends), None)
        return last["contact"] if last else people[0]
    return people[0] if people else get_contact_row(create_contact(SYSTEM, _lead(message)))


def _lead(message: Inbound) -> dict[str, str]:
    names = message.name.split(maxsplit=1)
    named = dict(zip(("first_name", "last_name"), names, strict=False))
    return {**named, "phone": message.address, "source": message.channel}


def _obey(kind: str, phone: str) -> bool:
    """Stop or start; whether that is to be answered: what changes nothing is not, help always is."""
    if kind == STOP:
        return opt_out_service.stop(phone)
    return opt_out_service.start(phone) if kind == START else True


def _answer(contact: Any, message: Inbound, kind: str, language: str) -> None:
    """Plan the one answer to a keyword, in the language it was written in, English words in the business's."""
    chosen = business_language() if language == ENGLISH else language
    words = answer(kind, chosen, get_config()["business_name"], _how_to_reach())
    content = app_tables.message_contents.get(
        campaign=None, channel=message.channel, variant=CONFIRMATION
    ) or app_tables.message_contents.add_row(channel=message.channel, variant=CONFIRMATION, text=ANSWER)
    new = outbox_service.NewSend(
        contact=contact,
        channel=message.channel,
        purpose=CONFIRMATION,
        cause=f"{kind}:{message.provider_id}",
        content=content,
        values={"answer": words},
        priority=URGENT,
    )
    outbox_service.plan([new])


def _how_to_reach() -> str:
    row = next(iter(app_tables.config.search(q.page_size(1))), None)
    return ", ".join(filter(None, (row["phone"], row["email"]))) if row else ""


def _ask_somebody(contact: Any, message: Inbound, colleague: Any) -> None:
    """A task for whoever is in charge, or takes it: one for each conversation that waits, and each wish to confirm."""
    if message.stop_request == STOP_WAITING:
        title, kind, words = f"Does {name_of(contact)} want no more e-mails?", STOP_TASK, TO_CONFIRM
    else:
        how = {"whatsapp": "on WhatsApp", "sms": "on SMS", "email": "by e-mail"}[message.channel]
        title, kind, words = f"Answer {name_of(contact)} {how}", TASK, message.text or _file_words(message)
        if len(app_tables.tasks.search(q.page_size(1), contact=contact, task_type=TASK, status="pending")):
            return
    columns = {
        "title": title[:200],
        "description": words,
        "task_type": kind,
        "priority": "normal",
        "due_date": message.received_at,
        "contact": contact,
        "assigned_to": colleague,
        "cause": f"{kind}:{message.provider_id}",
    }
    add_task(SYSTEM, columns)


def _file_words(message: Inbound) -> str:
    """What stands for a message without words."""
    count = len(message.files)
    return "" if not count else "A file" if count == 1 else f"{count} files"
