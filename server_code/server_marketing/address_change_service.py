"""A person's wish to get their mail at another address: a link to it must be opened first."""

from __future__ import annotations

import time
from html import escape
from typing import Any

import anvil.server
from anvil.tables import app_tables, in_transaction

from ..server_customers import contact_service
from ..server_emails.mail_service import send_mail
from ..server_messaging import link_service
from ..server_shared.actors import SYSTEM
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.validators import validate_email

USE = "address"
VALID_SECONDS = 2 * 86_400
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
    link = f"{anvil.server.get_app_origin()}/email/{USE}/{token}"
    business = get_config()["business_name"]
    ask = f"Somebody, we hope you, asked {business} to write to this address from now on. Please confirm it:"
    ends = "The link works once, for two days. If it was not you, do nothing: nothing changes."
    send_mail(
        address,
        "address_change",
        f"Use this address for mail from {business}?",
        text=f"{ask}\n\n{link}\n\n{ends}\n",
        html=f'<p>{escape(ask)}</p><p><a href="{escape(link)}">Use this address</a></p><p>{escape(ends)}</p>',
    )


def look_at(token: str) -> str:
    """The address a link would set. Changes nothing. Raises NotFound for one that was used, or is too old."""
    return _facts(token)[1]


def change_address(token: str) -> str:
    """Set the address that a link is about; the address. Raises NotFound, Invalid."""
    return in_transaction(_change)(token)


def _change(token: str) -> str:
    contact, address = _facts(token)
    if any(True for _ in app_tables.contacts.search(email=address, archived_at=None)):
        raise Invalid(TAKEN)
    contact_service.change_row(SYSTEM, contact, {"email": address})
    return address


def _facts(token: str) -> tuple[Any, str]:
    number, old, address, made_at = link_service.read(USE, token)
    contact = app_tables.contacts.get(contact_number=number, archived_at=None)
    if contact is None or (contact["email"] or "") != old or time.time() - made_at > VALID_SECONDS:
        raise NotFound("This link was used already, or is more than two days old.")
    return contact, address
