"""Mails that ask for no more mail: obeyed where it is proved whose wish it is, else put to somebody of the business.

Whom a mail says it comes from is a claim that anybody can make. Proof is an answer to a mail of ours, whose key only
its receiver knows, or what the business's own mail server found (secret ``inbound_mail_server``: the name by which that
begins its ``Authentication-Results``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables

from ..server_compliance import consent_service
from ..server_compliance.consent_service import WITHDRAWN
from ..server_customers.contact_service import is_erased
from ..server_customers.queries import get_contact_row
from ..server_marketing import task_service
from ..server_messaging.inbound_service import STOP_TASK
from ..server_messaging.inbound_service import STOP_WAITING as WAITING
from ..server_shared.actors import SYSTEM, Actor
from ..server_shared.errors import Conflict, Invalid, NotFound
from ..server_shared.keys import secret
from ..server_shared.validators import validate_choice
from . import conversation_service, mail_proof

OBEYED, LEFT = "obeyed", "left"
DECISIONS = (WAITING, OBEYED, LEFT)


def heed(contact: Any, answers: Any, sender: str, mail: Mapping[str, Any]) -> str | None:
    """Do what a mail asks that wants no more mail; what becomes of it: obeyed, waiting, or None where nothing is asked.

    ``contact`` is who it says wrote it, ``answers`` the send that it names. Needs a transaction.
    """
    whose = []
    if answers is not None and _is_there(answers["contact"]):
        whose.append((answers["contact"], "answer"))
    if mail_proof.is_proved(sender, mail.get("authentication") or (), secret("inbound_mail_server")):
        whose.append((contact, "mail server"))
    for person, proof in whose:
        _withdraw(SYSTEM, person, str(mail["MessageId"]), proof)
    if any(person == contact for person, _ in whose):
        return OBEYED
    return WAITING if _agreed(contact) else None


def decide(actor: Actor, contact_id: str, message_key: str, decision: str) -> None:
    """Unsubscribe who asked in a message (``obeyed``), or leave it (``left``), which ``waiting`` takes back.

    Needs a transaction. Raises NotFound, Invalid, and Conflict where somebody was unsubscribed meanwhile.
    """
    wanted = validate_choice(decision, DECISIONS, "decision")
    contact = get_contact_row(contact_id)
    row = app_tables.inbound_messages.get(provider_id=message_key, contact=contact)
    if row is None:
        raise NotFound("This message is not there any more.")
    if not row["stop_request"]:
        raise Invalid("This message does not ask to be unsubscribed.")
    if row["stop_request"] == OBEYED:
        if wanted != OBEYED:
            raise Conflict("This person has been unsubscribed meanwhile.", {"contact_id": contact_id})
        return
    if wanted == OBEYED:
        _withdraw(actor, contact, message_key, "person")
    row["stop_request"] = wanted
    _settle_task(actor, message_key, is_open=wanted == WAITING)
    conversation_service.note_change(contact)


def _is_there(contact: Any) -> bool:
    return contact is not None and contact["archived_at"] is None and not is_erased(contact)


def _agreed(contact: Any) -> list[str]:
    """The purposes that a person agreed to get mail for."""
    return [agreed.partition(":")[2] for agreed in contact["agreed_to"] or () if agreed.startswith("email:")]


def _withdraw(actor: Actor, contact: Any, mail: str, proof: str) -> None:
    """Take back all that a person agreed to by mail, who asks for it by mail."""
    evidence = {"mail": mail, "proof": proof}
    for purpose in _agreed(contact):
        entry = {"channel": "email", "purpose": purpose, "state": WITHDRAWN, "source": "reply", "evidence": evidence}
        consent_service.record_consent(actor, contact, entry)


def _settle_task(actor: Actor, message_key: str, *, is_open: bool) -> None:
    task = app_tables.tasks.get(cause=f"{STOP_TASK}:{message_key}")
    if task is not None and is_open:
        task_service.reopen_task(actor, task["task_id"])
    elif task is not None:
        task_service.complete_task(actor, task["task_id"])
