"""A person's wish to get their mail at another address: a link to it must be opened first.

The old address is told once it is done, with a link that takes it back: whoever has one of the person's mails can ask.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables, in_transaction
from anvil.tables import query as q

from ..server_customers import contact_service
from ..server_customers.queries import name_of
from ..server_customers.timeline_service import tell
from ..server_marketing.task_service import add_task
from ..server_marketing.transactional_service import plan_notice
from ..server_messaging import link_service
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.validators import validate_email
from ..server_templates.words_service import Block
from .list_service import send_soon

USE, NOT_ME = "address", "address-back"
VALID_SECONDS, NOT_ME_SECONDS = 2 * 86_400, 30 * 86_400
CHANGED = "address_changed"
TAKEN = "This address cannot be used here. Please write to us, and we see to it."


def ask_for_address(contact: Any, new_address: Any) -> str:
    """Mail a link to ``new_address`` that makes it the contact's, once, for two days; the address. Raises Invalid.

    No link outlives a change of the address that came after it: who was taken back has no second one in hand. Opens
    a transaction.
    """
    address = validate_email(new_address, "new_address")
    if not address or address == contact["email"]:
        raise Invalid("Please type another address than the one we have.")
    in_transaction(_plan_link)(contact, address)
    send_soon()
    return address


def _plan_link(contact: Any, address: str) -> None:
    asked_at = time.time_ns()
    token = link_service.sign(USE, int(contact["contact_number"]), contact["email"] or "", address, asked_at)
    ask = "Somebody, we hope you, asked {{business_name}} to write to this address from now on. Please confirm it:"
    ends = "The link works once, for two days. If it was not you, do nothing: nothing changes."
    blocks: list[Block] = [{"kind": "text", "text": ask}, _button("Use this address"), {"kind": "text", "text": ends}]
    subject, reason = "Use this address for mail from {{business_name}}?", "You get this once, as somebody asked us."
    cause = f"address:{asked_at}"
    plan_notice(contact, address, cause, subject, blocks, reason, _link(USE, token))


def _button(label: str) -> Block:
    return {"kind": "button", "label": label, "url": "{{link}}"}


def _link(use: str, token: str) -> str:
    return f"{anvil.server.get_app_origin()}/email/{use}/{token}"


def look_at(token: str) -> str:
    """The address a link would set. Changes nothing. Raises NotFound for one that was used, or is too old."""
    return _facts(token)[1]


def change_address(token: str) -> str:
    """Set the address that a link is about, and tell the old one; the address. Raises NotFound, Invalid."""
    address = in_transaction(_change)(token)
    send_soon()
    return address


def _change(token: str) -> str:
    contact, address = _facts(token)
    old, change_key = contact["email"] or "", secrets.token_hex(8)
    _set_address(contact, address)
    tell(SYSTEM, contact, CHANGED, {}, change_key)
    if old:
        _plan_notice(contact, old, address, change_key)
    return address


def _set_address(contact: Any, address: str) -> None:
    if any(True for _ in app_tables.contacts.search(email=address, archived_at=None)):
        raise Invalid(TAKEN)
    contact_service.change_row(SYSTEM, contact, {"email": address})


def _plan_notice(contact: Any, old: str, address: str, change_key: str) -> None:
    """Tell an old address that mail goes to another one, with a link to take that back."""
    number, changed_at = int(contact["contact_number"]), int(time.time())
    token = link_service.sign(NOT_ME, number, old, address, change_key, changed_at)
    # Not the whole new address: whoever changes it may do so since others read this mailbox.
    shown = f"{address[:1]}…@{address.rpartition('@')[2]}"
    says = f"From now on {{{{business_name}}}} writes to {shown}, no longer to this address, as somebody asked us."
    ask = "If it was you, there is nothing to do. If it was not you, take it back:"
    ends = "The link works once, for thirty days."
    blocks: list[Block] = [
        {"kind": "text", "text": f"{says}\n\n{ask}"},
        _button("It was not me"),
        {"kind": "text", "text": ends},
    ]
    subject = "{{business_name}} writes to another address of yours now"
    reason = "You get this once, as your address was changed."
    plan_notice(contact, old, f"{CHANGED}:{change_key}", subject, blocks, reason, _link(NOT_ME, token))


def look_back(token: str) -> str:
    """The old address that a link would bring back. Changes nothing. Raises NotFound where it cannot any more."""
    return _facts_of_notice(token)[1]


def take_back(token: str) -> str:
    """Write to the old address again, since the change was not its owner's; it. Raises NotFound, Invalid."""
    return in_transaction(_take_back)(token)


def _take_back(token: str) -> str:
    contact, old, change_key = _facts_of_notice(token)
    _set_address(contact, old)
    tell(SYSTEM, contact, CHANGED, {"taken_back": True}, change_key)
    columns = {
        "title": f"{name_of(contact)} did not change their address"[:200],
        "description": "Somebody who has one of their mails did. It is taken back; you may want to ask them about it.",
        "task_type": "to_do",
        "priority": "normal",
        "due_date": utc_now(),
        "contact": contact,
        "cause": f"{CHANGED}:{change_key}",
    }
    add_task(SYSTEM, columns)
    return old


def _facts_of_notice(token: str) -> tuple[Any, str, str]:
    """Whose last change of address a link takes back, what they had before, and the key of that change."""
    number, old, address, change_key, made_at = link_service.read(NOT_ME, token)
    contact = app_tables.contacts.get(contact_number=number, email=address, archived_at=None)
    if contact is not None and time.time() - made_at <= NOT_ME_SECONDS:
        last = _last_change(contact)
        if last is not None and last["related_id"] == change_key and not last["event_data"].get("taken_back"):
            return contact, old, change_key
    raise NotFound("This link was used already, is too old, or your address was changed since. Please write to us.")


def _facts(token: str) -> tuple[Any, str]:
    number, old, address, asked_at = link_service.read(USE, token)
    contact = app_tables.contacts.get(contact_number=number, archived_at=None)
    if contact is not None and (contact["email"] or "") == old and time.time_ns() - asked_at <= VALID_SECONDS * 10**9:
        last = _last_change(contact)
        if last is None or last["event_date"].timestamp() * 10**9 < asked_at:
            return contact, address
    raise NotFound("This link was used already, is more than two days old, or your address was changed since.")


def _last_change(contact: Any) -> Any:
    newest = tables.order_by("event_date", ascending=False)
    changes = app_tables.contact_events.search(newest, q.page_size(1), contact=contact, event_type=CHANGED)
    return next(iter(changes), None)
