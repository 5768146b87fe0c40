"""What a signed-in customer sees and changes. Nothing here takes an id: everything starts at the customer's sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.tables as tables

from ..server_bookings import booking_service
from ..server_compliance import consent_service
from ..server_customers import contact_service
from ..server_customers.queries import get_contact_row
from ..server_messaging.link_service import PREFERENCES, link_to
from ..server_newsletter import list_service, preference_service
from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from ..server_shared.errors import Conflict, Invalid, NotFound

OWN_FIELDS = ("first_name", "last_name", "phone", "address")
NEXT_BOOKINGS = 3
ASKED_BY = "email"
COUNTING = (ASKED_BY, "tracking")
# What a customer agrees to, word for word: the ledger keeps it with the answer.
WORDS = {
    "marketing": "{business} may send me offers by {channel}.",
    "newsletter": "{business} may send me its newsletter by {channel}.",
    "surveys": "{business} may ask me by {channel} how I liked it.",
    "tracking": "{business} may count what I open and click in what it sends me by {channel}.",
}
CHANNEL_WORDS = {"email": "e-mail", "sms": "text message", "whatsapp": "WhatsApp", "phone": "telephone", "post": "post"}


def own_contact(actor: Actor) -> Any:
    """The row of the contact who signed in. Raises NotFound for a sign-in that belongs to none."""
    linked = actor.user["contact"]
    try:
        # Read anew: the link of a sign-in keeps showing what it showed first.
        contact = get_contact_row(linked["contact_id"]) if linked else None
    except tables.RowDeleted:  # by undoing the import that had made the contact
        contact = None
    if contact is None or contact["archived_at"] is not None:
        business = get_config()["business_name"]
        raise NotFound(f"Your sign-in is not linked to your details. Please ask {business} to invite you once more.")
    return contact


def dashboard(actor: Actor) -> dict[str, Any]:
    """The customer's ``profile`` and next ``bookings`` (none where the business takes none)."""
    contact = own_contact(actor)
    takes_bookings = get_config()["features"]["bookings_enabled"]
    bookings = booking_service.bookings_of(contact, upcoming=True)["bookings"] if takes_bookings else []
    return {"profile": _profile(contact), "bookings": bookings[:NEXT_BOOKINGS], "count": len(bookings)}


def own_bookings(actor: Actor, upcoming: bool, page: int) -> dict[str, Any]:
    """A page of the customer's ``bookings``: those to come, the next first, or past ones, the last first."""
    return booking_service.bookings_of(own_contact(actor), page, upcoming=upcoming)


def own_details(actor: Actor) -> dict[str, Any]:
    """The customer's ``profile``, ``consents [{channel, purpose, granted, words}]``, and newsletters.

    Those are ``lists [{list_id, granted, words}]`` and ``preferences_url``, the page with topics and how often.
    """
    contact = own_contact(actor)
    return {"profile": _profile(contact), **_choices(contact)}


def save_details(actor: Actor, details: Mapping[str, Any], expected_version: int) -> dict[str, Any]:
    """Change what customers may change of themselves; the ``profile`` as it is then. Needs a transaction.

    Raises Invalid, Conflict with the own profile only, NotFound.
    """
    contact = own_contact(actor)
    if contact["version"] != expected_version:
        raise Conflict("Your details were changed in the meantime. Please look at them again.", _profile(contact))
    wanted = {name: details[name] for name in OWN_FIELDS if name in details}
    contact_service.update_contact(actor, contact["contact_id"], wanted, expected_version, frozenset(OWN_FIELDS))
    return _profile(own_contact(actor))


def set_own_consent(actor: Actor, channel: str, purpose: str, granted: bool) -> list[dict[str, Any]]:
    """Agree to something, in the words that were shown, or take it back; all that holds now. Needs a transaction."""
    contact = own_contact(actor)
    offered = {(each["channel"], each["purpose"]): each for each in _consents(contact)}
    asked = offered.get((channel, purpose))
    if asked is None:
        raise Invalid("This is not something you can agree to here.")
    if asked["granted"] != granted:
        state = consent_service.GRANTED if granted else consent_service.WITHDRAWN
        wording = consent_service.current_wording(actor, purpose, "en", asked["words"]) if granted else None
        consent = {"channel": channel, "purpose": purpose, "state": state, "source": "person", "wording": wording}
        consent_service.record_consent(actor, contact, consent)
    return _consents(contact)


def set_own_list(actor: Actor, list_id: str, granted: bool) -> dict[str, Any]:
    """Be on a newsletter, or not any more; ``consents`` and ``lists`` as they are then. Needs a transaction."""
    contact = own_contact(actor)
    if list_id not in {each["list_id"] for each in _lists(contact)}:
        raise Invalid("There is no such newsletter to choose.")
    mailing_list = list_service.get_list_row(list_id)
    if granted:
        list_service.subscribe(contact, mailing_list, "preferences", actor=actor, confirmed=True)
    else:
        list_service.leave(actor, contact, mailing_list)
    return _choices(contact)


def _choices(contact: Any) -> dict[str, Any]:
    return {
        "consents": _consents(contact),
        "lists": _lists(contact),
        "preferences_url": link_to(PREFERENCES, contact, ASKED_BY, "newsletter"),
    }


def _lists(contact: Any) -> list[dict[str, Any]]:
    """The newsletters a customer with an e-mail address may choose."""
    if not contact["email"] or not get_config()["features"]["marketing_enabled"]:
        return []
    return [
        {
            "list_id": each["list_id"],
            "granted": each["status"] == "active",
            "words": ": ".join(filter(None, (each["name"], each["description"]))),
        }
        for each in preference_service.preferences_of(contact)["lists"]
    ]


def _consents(contact: Any) -> list[dict[str, Any]]:
    """What can be agreed to by e-mail, and whatever was ever spoken of on another channel."""
    held = {
        (each["channel"], each["purpose"]): each["state"] == consent_service.GRANTED
        for each in consent_service.current_consents(contact)
    }
    # Counted until somebody refuses, or not before they agree, as the business decided.
    counted = preference_service.counting_of(contact) if contact["email"] else None
    if counted is None:
        held.pop(COUNTING, None)
    else:
        held[COUNTING] = counted
    asked = [(ASKED_BY, purpose) for purpose in consent_service.PURPOSES if contact["email"]]
    by_mail = [each for each in asked if each != COUNTING or counted is not None]
    business = get_config()["business_name"]
    return [
        {
            "channel": channel,
            "purpose": purpose,
            "granted": held.get((channel, purpose), False),
            "words": WORDS[purpose].format(business=business, channel=CHANNEL_WORDS[channel]),
        }
        for channel, purpose in dict.fromkeys([*by_mail, *held])
    ]


def _profile(contact: Any) -> dict[str, Any]:
    return {
        **{name: contact[name] or "" for name in (*OWN_FIELDS, "email")},
        "version": int(contact["version"]),
    }
