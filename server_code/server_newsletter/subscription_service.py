"""Unsubscribing by the link in a message: the link tells who, from what, and from which list; nobody is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables, in_transaction

from ..server_compliance import consent_service
from ..server_compliance.consent_service import WITHDRAWN, address_of
from ..server_customers.merge_service import standing_for
from ..server_messaging import link_service
from ..server_messaging.link_service import PREFERENCES, UNSUBSCRIBE, link_to
from ..server_shared.actors import SYSTEM
from ..server_shared.errors import NotFound
from . import list_service

WHAT = {"marketing": "offers", "newsletter": "the newsletter", "surveys": "surveys"}
WENT = ("sent", "delivered", "opened", "clicked")


def look_at(token: str) -> dict[str, str]:
    """What an unsubscribe link is about: ``what, address, preferences_url``. Changes nothing. Raises NotFound."""
    contact, channel, purpose, send_key, list_id = link_facts(UNSUBSCRIBE, token)
    return {
        "what": list_service.list_name(list_id) or WHAT.get(purpose, purpose),
        "address": address_of(contact, channel) or "",
        "preferences_url": link_to(PREFERENCES, contact, channel, purpose, send_key, list_id),
    }


def unsubscribe(token: str, evidence: Mapping[str, Any]) -> dict[str, str]:
    """Take back what a link is about, at once; twice is as once. The answer of ``look_at``.

    A link of a mailing list takes the person off that list and no other.
    """
    return in_transaction(_unsubscribe)(token, evidence)


def _unsubscribe(token: str, evidence: Mapping[str, Any]) -> dict[str, str]:
    contact, channel, purpose, send_key, list_id = link_facts(UNSUBSCRIBE, token)
    shown = {**evidence, "send": send_key}
    if list_id:
        list_service.leave(SYSTEM, contact, list_service.get_list_row(list_id), "one_click", shown)
    elif f"{channel}:{purpose}" not in (contact["opted_out_of"] or ()):
        consent = {"channel": channel, "purpose": purpose, "state": WITHDRAWN, "source": "one_click"}
        consent_service.record_consent(SYSTEM, contact, {**consent, "evidence": shown})
    send = app_tables.sends.get(send_key=send_key) if send_key else None
    if send is not None and send["status"] in WENT:
        send["status"] = "unsubscribed"
    return look_at(token)


def link_facts(use: str, token: str) -> tuple[Any, str, str, str, str]:
    """Of a link in a message: the contact's row, channel, purpose, key of the message, and its list (``""`` for none).

    Links made before there were lists name none; one of a contact that was merged is about the one it became. Raises
    NotFound.
    """
    number, channel, purpose, send_key, *rest = link_service.read(use, token)
    contact = app_tables.contacts.get(contact_number=number)
    if contact is None:
        raise NotFound("We hold nothing about you any more, and send you nothing.")
    contact = standing_for(contact) if contact["archived_at"] else contact
    return contact, channel, purpose, send_key, rest[0] if rest else ""
