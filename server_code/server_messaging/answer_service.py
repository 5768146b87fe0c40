"""What somebody of the business writes to one person who wrote to it, for the inbox: words, gate, outbox.

An answer is of purpose ``conversation``: who wrote asks to be answered, so it needs no consent, counts towards no cap
and waits for no hour; but an address that bounced, a number that said STOP, and WhatsApp's 24 hours hold as always. A
WhatsApp template of marketing is no answer: it goes only to who agreed to offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import anvil.server
from anvil.tables import app_tables

from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_text, validate_choice
from . import gate_service, outbox_service, text_segments, whatsapp_service
from .driver_service import providers
from .gate_rules import CONVERSATION
from .streams import TRANSACTIONAL_EMAIL, provider_of
from .whatsapp_rules import MAX_TEXT, one_line

MOST_LETTERS = {"email": 20_000, "whatsapp": MAX_TEXT, "sms": MAX_TEXT}
PRIORITY = 8
MARKETING = "marketing"
# Failed for good, and nobody got it: these may be tried again by hand.
AGAIN = ("failed", "skipped")


@dataclass(frozen=True, slots=True)
class Answer:
    """Words on a channel: the row of ``message_contents`` they go in, and what fills it; ``text`` as it is read."""

    channel: str
    purpose: str
    content: Any
    text: str
    values: Mapping[str, str] = field(default_factory=dict)


def is_answer(send: Any) -> bool:
    """Whether a row of ``sends`` was written by hand, to one person."""
    return send["purpose"] == CONVERSATION or bool(
        send["content"] and (send["content"]["variant"] or "").startswith(CONVERSATION)
    )


def written(channel: str, words: Mapping[str, Any]) -> Answer:
    """The answer that ``words`` make: ``text``, or ``template_id`` and ``variables`` of WhatsApp. Needs a transaction.

    Mail takes a ``subject`` besides, and what puts it below the mail that it answers, by its values. Raises Invalid.
    """
    chosen = validate_choice(channel, tuple(MOST_LETTERS), "channel")
    if chosen == "whatsapp" and words.get("template_id"):
        return _of_template(words)
    text = clean_text(words.get("text"), "text", MOST_LETTERS[chosen], lines=True)
    if not text:
        raise Invalid(fields={"text": "Please write something."})
    parts = (
        {"subject": "{{subject}}", "text": "{{answer}}\n", "html": ""} if chosen == "email" else {"text": "{{answer}}"}
    )
    return Answer(chosen, CONVERSATION, _content(chosen, CONVERSATION, **parts), text)


def _of_template(words: Mapping[str, Any]) -> Answer:
    given = words.get("variables")
    variables = {str(key): one_line(str(value)) for key, value in (given if isinstance(given, Mapping) else {}).items()}
    template = whatsapp_service.sendable({"template_id": str(words["template_id"]), "variables": variables})
    settings = {
        "template_id": template["template_id"],
        "variables": {number: f"{{{{v{number}}}}}" for number in variables},
    }
    content = _content("whatsapp", f"{CONVERSATION}:{template['template_id']}", settings=settings)
    content["settings"] = settings
    purpose = MARKETING if template["category"] == MARKETING else CONVERSATION
    values = {f"v{number}": value for number, value in variables.items()}
    return Answer("whatsapp", purpose, content, whatsapp_service.fill_template(template, variables), values)


def _content(channel: str, variant: str, **columns: Any) -> Any:
    """The one row of words for all answers of a kind: what a person was told stands in their own message."""
    known = app_tables.message_contents.get(campaign=None, channel=channel, variant=variant)
    return known or app_tables.message_contents.add_row(channel=channel, variant=variant, **columns)


def refusal(contact: Any, channel: str) -> str:
    """Why a contact's row cannot be answered on a channel, or ``""``; of WhatsApp's window it says nothing."""
    [decision] = gate_service.review([contact], channel, CONVERSATION, utc_now())
    return decision.label if decision.is_refused else ""


def find(contact: Any, answer: Answer, cause: str) -> Any:
    """The row of an answer that was planned for ``cause`` already; None for none."""
    return app_tables.sends.get(once=_planned(contact, answer, cause).once)


def plan(contact: Any, answer: Answer, cause: str, **values: str) -> Any:
    """Let an answer go, before all else; its row of ``sends``. Needs a transaction. Raises Invalid where it may not."""
    _check(contact, answer.channel, answer.purpose, answer.content)
    new = _planned(contact, answer, cause, **values)
    return outbox_service.plan([new])[new.once]


def _planned(contact: Any, answer: Answer, cause: str, **values: str) -> outbox_service.NewSend:
    return outbox_service.NewSend(
        contact,
        answer.channel,
        answer.purpose,
        cause,
        answer.content,
        values={**answer.values, **values, "answer": answer.text},
        priority=PRIORITY,
    )


def send_again(send: Any) -> None:
    """Let an answer that failed wait once more. Needs a transaction. Raises Invalid where it did not, or may not."""
    if send["status"] not in AGAIN:
        raise Invalid("This message is on its way already.")
    _check(send["contact"], send["channel"], send["purpose"], send["content"])
    again = {"status": "pending", "attempts": 0, "due_at": utc_now(), "ready_at": None, "attempted_at": None}
    send.update(**again, reason=None, error=None, ended_at=None)


def _check(contact: Any, channel: str, purpose: str, content: Any) -> None:
    [decision] = gate_service.review([contact], channel, purpose, utc_now(), content=content)
    if decision.is_refused:
        raise Invalid(f"{decision.label}.")


def send_soon(channel: str) -> None:
    """Do not wait for the next minute, where this server itself sends."""
    if channel == "email" and provider_of(TRANSACTIONAL_EMAIL) in providers():
        anvil.server.launch_background_task("send_messages", TRANSACTIONAL_EMAIL)


def sms_parts(text: str) -> dict[str, Any]:
    """How long an SMS is: ``segments``, ``left`` letters in the last one, and ``unusual`` letters that cost more."""
    counted = text_segments.count(text)
    return {"segments": counted.segments, "left": counted.left, "unusual": counted.unusual}
