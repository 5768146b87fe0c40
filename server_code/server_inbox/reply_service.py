"""Answering people who wrote: what goes out, and what that means for their conversation and whoever looks after it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.queries import name_of
from ..server_customers.timeline_service import tell
from ..server_marketing import task_service
from ..server_messaging import answer_service
from ..server_messaging.inbound_service import TASK
from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from ..server_shared.errors import Conflict, NotFound
from ..server_shared.validators import clean_text
from .conversation_queries import conversation_record
from .conversation_service import get_conversation_row, say

SHOWN = 200
MAX_KEY = 64
MOST_REFERENCES = 20
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")


def reply(
    actor: Actor, contact_id: str, channel: str, words: Mapping[str, Any], reply_key: str, version: int
) -> dict[str, Any]:
    """Answer a person; the message's ``send_key`` and the ``conversation`` as it is then.

    ``words`` are as ``answer_service.written`` takes them. One ``reply_key``, the screen's own, is answered once,
    however often it comes. Raises NotFound, Invalid, and Conflict where somebody wrote since ``version``.
    """
    cause = f"reply:{clean_text(reply_key, 'reply_key', MAX_KEY)}"
    answer = tables.in_transaction(_plan)(actor, contact_id, channel, words, cause, version)
    answer_service.send_soon(channel)
    return answer


def retry(actor: Actor, contact_id: str, send_key: str) -> None:
    """Send an answer that failed once more. Raises NotFound, Invalid where it did not fail or would be refused."""
    answer_service.send_soon(tables.in_transaction(_let_wait)(contact_id, send_key))


def _plan(
    actor: Actor, contact_id: str, channel: str, words: Mapping[str, Any], cause: str, version: int
) -> dict[str, Any]:
    row = get_conversation_row(contact_id)
    contact = row["contact"]
    answer = answer_service.written(channel, words)
    send = answer_service.find(contact, answer, cause)
    if send is None:
        _refuse_late(row, version)
        thread = _thread_of(contact) if channel == "email" else {}
        send = answer_service.plan(contact, answer, cause, author=actor.name, **thread)
        say(row, actor, channel, answer.text)
        _done(actor, contact)
        tell(actor, contact, "message_sent", {"channel": channel, "text": answer.text[:SHOWN]}, send["send_key"])
    return {"send_key": send["send_key"], "conversation": conversation_record(row)}


def _refuse_late(row: Any, version: int) -> None:
    """Let nobody answer past what was written meanwhile."""
    if int(row["version"]) == version:
        return
    who = row["last_author"]
    text = f"{who} has answered meanwhile." if who else f"{name_of(row['contact'])} has written again meanwhile."
    raise Conflict(f"{text} Your words are still here: look, then send them again.", conversation_record(row))


def _thread_of(contact: Any) -> dict[str, str]:
    """Subject and thread of the last mail that a contact wrote."""
    newest = tables.order_by("received_at", ascending=False)
    mails = app_tables.inbound_messages.search(newest, q.page_size(1), contact=contact, channel="email")
    last = next(iter(mails), None)
    if last is None:
        return {"subject": f"Your message to {get_config()['business_name']}"}
    subject = (last["subject"] or "").strip() or "Your message"
    own = "".join(_MESSAGE_ID.findall(last["provider_id"])[:1])
    before = [each for each in _MESSAGE_ID.findall(last["references"] or "") if each != own]
    references = " ".join([*before[-MOST_REFERENCES:], *([own] if own else [])])
    is_answer = subject.lower().startswith("re:")
    return {
        "subject": subject if is_answer else f"Re: {subject}",
        **({"in_reply_to": own, "references": references} if own else {}),
    }


def _done(actor: Actor, contact: Any) -> None:
    """What asked to answer this person is done."""
    for task in list(app_tables.tasks.search(contact=contact, task_type=TASK, status="pending")):
        task_service.complete_task(actor, task["task_id"])


def _let_wait(contact_id: str, send_key: str) -> str:
    """The channel of the answer that waits again."""
    row = app_tables.sends.get(send_key=send_key, contact=get_conversation_row(contact_id)["contact"])
    if row is None or not answer_service.is_answer(row):
        raise NotFound("This message is not there any more.")
    answer_service.send_again(row)
    return row["channel"]
