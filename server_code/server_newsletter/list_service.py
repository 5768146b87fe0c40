"""Who is on which mailing list: subscribing, confirming, leaving.

Those that write need a transaction, and ``send_soon`` after it where a mail may have been planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import anvil.server
from anvil.tables import app_tables

from ..server_compliance import consent_service
from ..server_compliance.consent_service import GRANTED, WITHDRAWN
from ..server_customers.contact_service import count_subscriptions
from ..server_customers.queries import find_contact_row
from ..server_customers.timeline_service import tell
from ..server_messaging import link_service, outbox_service
from ..server_messaging.link_service import PREFERENCES, link_to
from ..server_sequences import automation_service
from ..server_shared.actors import SYSTEM, Actor
from ..server_shared.arguments import is_storable
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.tokens import hash_token, new_token
from ..server_shared.validators import validate_choice
from . import list_mails
from .list_rules import (
    ACTIVE,
    BOUNCED,
    COMPLAINED,
    CONFIRM_WITHIN,
    PENDING,
    SOURCES,
    UNSUBSCRIBED,
    clean_choices,
    may_ask,
)

CHANNEL = "email"


def get_list_row(list_id: str) -> Any:
    """The row of ``ML-1``. Raises NotFound."""
    row = app_tables.mailing_lists.get(list_id=list_id) if list_id else None
    if row is None:
        raise NotFound("There is no such list.")
    return row


def find_public_list(slug: str) -> Any:
    """The row of the list that anybody may subscribe to at this address. Raises NotFound."""
    about = {"slug": slug, "is_public": True, "archived_at": None}
    row = app_tables.mailing_lists.get(**about) if is_storable(slug) else None
    if row is None:
        raise NotFound("There is no newsletter at this address (any more).")
    return row


def list_name(list_id: str) -> str:
    """What people call a list; ``""`` for none."""
    row = app_tables.mailing_lists.get(list_id=list_id) if list_id else None
    return row["name"] if row is not None else ""


def subscribe(
    contact: Any,
    mailing_list: Any,
    source: str,
    *,
    actor: Actor = SYSTEM,
    choices: Mapping[str, Any] | None = None,
    evidence: Mapping[str, Any] | None = None,
    confirmed: bool = False,
) -> str:
    """Put a contact on a list; the status they have then: ``active``, or ``pending`` until they confirm by mail.

    ``choices`` are ``topics, frequency, language``; ``evidence`` shows later that the person asked (``ip`` and others).
    ``confirmed``: the person is known to own the address and agreed to the list's words; otherwise a list with double
    opt-in, and any list to those who once took their consent back, mails a link, not more often than ``may_ask``
    allows. Who is on it stays on it. Raises Invalid.
    """
    if not contact["email"]:
        raise Invalid(fields={"email": "An e-mail address is needed."})
    row = _subscription(contact, mailing_list, validate_choice(source, SOURCES, "source"), evidence)
    if choices:
        row.update(**clean_choices(choices, mailing_list["topics"]))
    if row["status"] == ACTIVE:
        count_subscriptions(contact)
    elif confirmed or not _must_confirm(contact, mailing_list):
        _activate(actor, row, "person" if confirmed else "form", evidence or {})
    else:
        _ask(row)
    return str(row["status"])


def ask(contact: Any, mailing_list: Any, evidence: Mapping[str, Any]) -> str:
    """Mail a contact the link that puts them on a list, because somebody of the business asked for it; their status."""
    row = _subscription(contact, mailing_list, "person", evidence)
    if row["status"] == PENDING:
        _ask(row)
    return str(row["status"])


def recount(contacts: Iterable[Any]) -> None:
    """Let contacts say which lists in use they are on."""
    for contact in contacts:
        count_subscriptions(contact)


def _must_confirm(contact: Any, mailing_list: Any) -> bool:
    return bool(mailing_list["double_opt_in"]) or f"{CHANNEL}:{mailing_list['purpose']}" in (
        contact["opted_out_of"] or ()
    )


def _subscription(contact: Any, mailing_list: Any, source: str, evidence: Mapping[str, Any] | None) -> Any:
    """The row of a contact and a list, made when there is none; one that has ended begins anew."""
    now, shown = utc_now(), dict(evidence or {})
    origin = {"source": source, "ip_address": str(shown.get("ip") or "") or None, "evidence": shown or None}
    row = app_tables.list_subscriptions.get(contact=contact, mailing_list=mailing_list)
    if row is None:
        fresh = {"contact": contact, "mailing_list": mailing_list, "status": PENDING, "asked_count": 0}
        return app_tables.list_subscriptions.add_row(**fresh, **origin, subscribed_at=now, updated_at=now)
    if row["status"] not in (ACTIVE, PENDING):
        row.update(**origin, status=PENDING, subscribed_at=now, confirmed_at=None, ended_at=None, updated_at=now)
    return row


def _ask(row: Any) -> None:
    """Mail a link that confirms, unless that was done just now; an earlier link stops working then."""
    now, count = utc_now(), int(row["asked_count"] or 0)
    if not may_ask(row["asked_at"], count, now):
        return
    is_fresh = row["asked_at"] is None or now - row["asked_at"] >= CONFIRM_WITHIN
    nonce = new_token()
    row.update(
        asked_at=now,
        asked_count=1 if is_fresh else count + 1,
        confirm_hash=hash_token(nonce),
        confirm_until=now + CONFIRM_WITHIN,
    )
    list_mails.ask_to_confirm(row["contact"], row["mailing_list"], nonce)


def look_at_confirmation(token: str) -> dict[str, Any]:
    """What a link would confirm: ``name, address, consent_text, preferences_url, is_used``. Changes nothing.

    Raises NotFound for a link that is none, that a later one replaced, or that is older than seven days.
    """
    row, nonce = _asked(token)
    if row["confirm_hash"] != hash_token(nonce) or row["status"] not in (PENDING, ACTIVE):
        raise NotFound("This link does not hold any more: there is a newer one, or the subscription has ended.")
    if row["status"] == PENDING and (row["confirm_until"] is None or row["confirm_until"] <= utc_now()):
        raise NotFound("This link has expired: it held for seven days. Please subscribe once more.")
    mailing_list = row["mailing_list"]
    return {
        "name": mailing_list["name"],
        "consent_text": mailing_list["consent_text"],
        "address": row["contact"]["email"] or "",
        "preferences_url": link_to(PREFERENCES, row["contact"], CHANNEL, mailing_list["purpose"]),
        "is_used": row["status"] == ACTIVE,
    }


def confirm(token: str, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Confirm a subscription, once; the answer of ``look_at_confirmation`` from before. Raises NotFound, as there."""
    found = look_at_confirmation(token)
    if not found["is_used"]:
        row, _ = _asked(token)
        _activate(SYSTEM, row, "double_opt_in", evidence)
    return found


def _asked(token: str) -> tuple[Any, str]:
    number, list_id, nonce = link_service.read(list_mails.CONFIRM, token)
    contact = app_tables.contacts.get(contact_number=number, archived_at=None)
    mailing_list = app_tables.mailing_lists.get(list_id=list_id, archived_at=None)
    row = None
    if contact is not None and mailing_list is not None:
        row = app_tables.list_subscriptions.get(contact=contact, mailing_list=mailing_list)
    if row is None:
        raise NotFound("We hold nothing about this sign-up any more, and send you nothing.")
    return row, nonce


def _activate(actor: Actor, row: Any, source: str, evidence: Mapping[str, Any]) -> None:
    """The person is on the list from now on, by the words it has now."""
    contact, mailing_list, now = row["contact"], row["mailing_list"], utc_now()
    row.update(status=ACTIVE, confirmed_at=now, confirm_until=None, ended_at=None, updated_at=now)
    purpose, language = mailing_list["purpose"], row["language"] or "en"
    wording = consent_service.current_wording(actor, purpose, language, mailing_list["consent_text"])
    consent = {"channel": CHANNEL, "purpose": purpose, "state": GRANTED, "source": source, "wording": wording}
    shown = {**(row["evidence"] or {}), **evidence, "list": mailing_list["list_id"]}
    consent_service.record_consent(actor, contact, {**consent, "evidence": shown})
    count_subscriptions(contact)
    list_mails.welcome(contact, mailing_list, now.isoformat())
    automation_service.fire("signup", contact, {"cause": f"{mailing_list['list_id']}:{now.isoformat()}"})


def leave(
    actor: Actor,
    contact: Any,
    mailing_list: Any,
    source: str = "person",
    evidence: Mapping[str, Any] | None = None,
    status: str = UNSUBSCRIBED,
) -> bool:
    """Take a contact off a list, now and for what is on its way; whether they were on it.

    Off the last list of a purpose, the consent to that purpose is taken back too.
    """
    row = app_tables.list_subscriptions.get(contact=contact, mailing_list=mailing_list)
    if row is None or row["status"] not in (ACTIVE, PENDING):
        return False
    was_active = row["status"] == ACTIVE
    _end(row, status)
    purpose = mailing_list["purpose"]
    if was_active and not any(each["mailing_list"]["purpose"] == purpose for each in _active(contact)):
        shown = {**(evidence or {}), "list": mailing_list["list_id"]}
        consent = {"channel": CHANNEL, "purpose": purpose, "state": WITHDRAWN, "source": source, "evidence": shown}
        consent_service.record_consent(actor, contact, consent)
    elif was_active:
        tell(actor, contact, "unsubscribed", {"channel": CHANNEL, "purpose": purpose, "list": mailing_list["name"]})
        outbox_service.take_back(contact=contact, list_id=mailing_list["list_id"])
    count_subscriptions(contact)
    return was_active


def _close_address(channel: str, address: str, reason: str) -> None:
    """An address that bounced or complained is on no list any more."""
    contact = find_contact_row(address.lower()) if channel == CHANNEL and reason in (BOUNCED, COMPLAINED) else None
    if contact is None:
        return
    rows = [*_active(contact), *app_tables.list_subscriptions.search(contact=contact, status=PENDING)]
    for row in rows:
        _end(row, reason)
    if rows:
        count_subscriptions(contact)


def _follow_consent(actor: Actor, contact: Any, entry: Any) -> None:
    """Who takes back the consent to a purpose is on none of its lists any more."""
    if entry["state"] != WITHDRAWN or entry["channel"] != CHANNEL:
        return
    ended = [row for row in _active(contact) if row["mailing_list"]["purpose"] == entry["purpose"]]
    for row in ended:
        _end(row, UNSUBSCRIBED)
    if ended:
        count_subscriptions(contact)


consent_service.follow(_follow_consent)
consent_service.watch_addresses(_close_address)


def send_soon() -> None:
    """Let planned mails go now; for after the transaction that planned them."""
    anvil.server.launch_background_task("send_due_messages")


def _active(contact: Any) -> list[Any]:
    return list(app_tables.list_subscriptions.search(contact=contact, status=ACTIVE))


def _end(row: Any, status: str) -> None:
    row.update(status=status, ended_at=utc_now(), updated_at=utc_now())
