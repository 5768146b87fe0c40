"""A person's wish to get their mail at another address: a link to it must be opened first.

The old address is told once it is done, with a link that takes it back: whoever has one of the person's mails can ask.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from html import escape
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables, in_transaction
from anvil.tables import query as q

from ..server_customers import contact_service
from ..server_customers.queries import name_of
from ..server_customers.timeline_service import tell
from ..server_emails.mail_service import send_mail
from ..server_marketing.task_service import add_task
from ..server_messaging import link_service
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.validators import validate_email

USE, NOT_ME = "address", "address-back"
VALID_SECONDS, NOT_ME_SECONDS = 2 * 86_400, 30 * 86_400
CHANGED = "address_changed"
TAKEN = "This address cannot be used here. Please write to us, and we see to it."


def ask_for_address(contact: Any, new_address: Any) -> str:
    """Mail a link to ``new_address``, behind the answer; the address. Raises Invalid."""
    address = validate_email(new_address, "new_address")
    if not address or address == contact["email"]:
        raise Invalid("Please type another address than the one we have.")
    anvil.server.launch_background_task("send_address_link", int(contact["contact_number"]), address)
    return address


def mail_link(contact_number: int, address: str) -> None:
    """Send the link that changes a contact's address. It works once, for two days. Raises Invalid."""
    contact = app_tables.contacts.get(contact_number=contact_number, archived_at=None)
    if contact is None:
        return
    token = link_service.sign(USE, contact_number, contact["email"] or "", address, int(time.time()))
    business = get_config()["business_name"]
    ask = f"Somebody, we hope you, asked {business} to write to this address from now on. Please confirm it:"
    ends = "The link works once, for two days. If it was not you, do nothing: nothing changes."
    subject = f"Use this address for mail from {business}?"
    _mail(address, "address_change", subject, [ask], "Use this address", f"{USE}/{token}", ends)


def _mail(to: str, template: str, subject: str, asks: Sequence[str], label: str, path: str, ends: str) -> None:
    """Send a mail of paragraphs that lead to a link."""
    link = f"{anvil.server.get_app_origin()}/email/{path}"
    button = f'<a href="{escape(link)}">{escape(label)}</a>'
    html = "".join(f"<p>{part}</p>" for part in (*map(escape, asks), button, escape(ends)))
    send_mail(to, template, subject, text="\n\n".join((*asks, link, ends)) + "\n", html=html)


def look_at(token: str) -> str:
    """The address a link would set. Changes nothing. Raises NotFound for one that was used, or is too old."""
    return _facts(token)[1]


def change_address(token: str) -> str:
    """Set the address that a link is about, and tell the old one; the address. Raises NotFound, Invalid."""
    number, old, address, change_key = in_transaction(_change)(token)
    if old:
        anvil.server.launch_background_task("send_address_notice", number, old, address, change_key)
    return address


def _change(token: str) -> tuple[int, str, str, str]:
    contact, address = _facts(token)
    old, change_key = contact["email"] or "", secrets.token_hex(8)
    _set_address(contact, address)
    tell(SYSTEM, contact, CHANGED, {}, change_key)
    return int(contact["contact_number"]), old, address, change_key


def _set_address(contact: Any, address: str) -> None:
    if any(True for _ in app_tables.contacts.search(email=address, archived_at=None)):
        raise Invalid(TAKEN)
    contact_service.change_row(SYSTEM, contact, {"email": address})


def mail_notice(contact_number: int, old: str, address: str, change_key: str) -> None:
    """Tell an old address that mail goes to another one, with a link to take that back. Raises Invalid."""
    token = link_service.sign(NOT_ME, contact_number, old, address, change_key, int(time.time()))
    business = get_config()["business_name"]
    # Not the whole new address: whoever changes it may do so since others read this mailbox.
    shown = f"{address[:1]}…@{address.rpartition('@')[2]}"
    says = f"From now on {business} writes to {shown}, no longer to this address, as somebody asked us."
    ask = "If it was you, there is nothing to do. If it was not you, take it back:"
    ends = "The link works once, for thirty days."
    subject = f"{business} writes to another address of yours now"
    _mail(old, "address_changed", subject, [says, ask], "It was not me", f"{NOT_ME}/{token}", ends)


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
        newest = tables.order_by("event_date", ascending=False)
        changes = app_tables.contact_events.search(newest, q.page_size(1), contact=contact, event_type=CHANGED)
        last = next(iter(changes), None)
        if last is not None and last["related_id"] == change_key and not last["event_data"].get("taken_back"):
            return contact, old, change_key
    raise NotFound("This link was used already, is too old, or your address was changed since. Please write to us.")


def _facts(token: str) -> tuple[Any, str]:
    number, old, address, made_at = link_service.read(USE, token)
    contact = app_tables.contacts.get(contact_number=number, archived_at=None)
    if contact is None or (contact["email"] or "") != old or time.time() - made_at > VALID_SECONDS:
        raise NotFound("This link was used already, or is more than two days old.")
    return contact, address
