"""What the receiver of a message decides with the links in it. The link tells who they are; nobody is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables, in_transaction

from ..server_compliance import consent_service
from ..server_compliance.consent_service import GRANTED, WITHDRAWN, address_of
from ..server_shared.actors import SYSTEM
from ..server_shared.errors import NotFound
from . import signed_links
from .composing import PREFERENCES, UNSUBSCRIBE, link_to

WHAT = {"marketing": "offers", "newsletter": "the newsletter", "surveys": "surveys"}
HOW = {"email": "by e-mail", "sms": "by SMS", "whatsapp": "by WhatsApp"}
WORDS = {
    "marketing": "Yes, send me offers {how}.",
    "newsletter": "Yes, send me the newsletter {how}.",
    "surveys": "Yes, ask me {how} how I liked it.",
}
GROUPS = {"email": "E-mail", "sms": "SMS", "whatsapp": "WhatsApp"}


def look_at(token: str) -> dict[str, str]:
    """What an unsubscribe link is about: ``what, address, preferences_url``. Changes nothing. Raises NotFound."""
    contact, channel, purpose, send_key = _facts(UNSUBSCRIBE, token)
    return {
        "what": WHAT.get(purpose, purpose),
        "address": address_of(contact, channel) or "",
        "preferences_url": link_to(PREFERENCES, contact, channel, purpose, send_key),
    }


def unsubscribe(token: str, evidence: Mapping[str, Any]) -> dict[str, str]:
    """Take the consent back that a link is about, at once; twice is as once. The answer of ``look_at``."""
    return in_transaction(_unsubscribe)(token, evidence)


def _unsubscribe(token: str, evidence: Mapping[str, Any]) -> dict[str, str]:
    contact, channel, purpose, send_key = _facts(UNSUBSCRIBE, token)
    if f"{channel}:{purpose}" not in (contact["opted_out_of"] or ()):
        _record(contact, channel, purpose, WITHDRAWN, "one_click", {**evidence, "send": send_key})
    send = app_tables.sends.get(send_key=send_key)
    if send is not None and send["status"] in ("sent", "delivered", "opened", "clicked"):
        send["status"] = "unsubscribed"
    return look_at(token)


def preferences(token: str) -> list[dict[str, Any]]:
    """What a person may choose: per channel with an address ``label, address, choices [{name, words, held}]``."""
    contact, *_ = _facts(PREFERENCES, token)
    held = contact["agreed_to"] or ()
    return [
        {
            "label": label,
            "address": address_of(contact, channel),
            "choices": [
                {"name": name, "words": _words(channel, purpose), "held": name in held}
                for purpose in WHAT
                for name in (f"{channel}:{purpose}",)
            ],
        }
        for channel, label in GROUPS.items()
        if address_of(contact, channel)
    ]


def choose(token: str, chosen: frozenset[str], evidence: Mapping[str, Any]) -> None:
    """Record what a person chose, ``channel:purpose`` each; what they left as it was is not recorded anew."""
    in_transaction(_choose)(token, chosen, evidence)


def _choose(token: str, chosen: frozenset[str], evidence: Mapping[str, Any]) -> None:
    contact, *_ = _facts(PREFERENCES, token)
    held = set(contact["agreed_to"] or ())
    for channel in GROUPS:
        if not address_of(contact, channel):
            continue
        for purpose in WHAT:
            name = f"{channel}:{purpose}"
            if (name in chosen) != (name in held):
                state = GRANTED if name in chosen else WITHDRAWN
                _record(contact, channel, purpose, state, "person", evidence)


def _record(contact: Any, channel: str, purpose: str, state: str, source: str, evidence: Mapping[str, Any]) -> None:
    wording = None
    if state == GRANTED:
        wording = consent_service.current_wording(SYSTEM, purpose, "en", _words(channel, purpose))
    entry = {"channel": channel, "purpose": purpose, "state": state, "source": source, "wording": wording}
    consent_service.record_consent(SYSTEM, contact, {**entry, "evidence": dict(evidence)})


def _words(channel: str, purpose: str) -> str:
    return WORDS[purpose].format(how=HOW[channel])


def _facts(use: str, token: str) -> tuple[Any, str, str, str]:
    number, channel, purpose, send_key = signed_links.read(use, token)
    contact = app_tables.contacts.get(contact_number=number)
    if contact is None:
        raise NotFound("We hold nothing about you any more, and send you nothing.")
    return contact, channel, purpose, send_key
