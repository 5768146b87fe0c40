"""What a person chooses to get: lists, topics, how often, by which channels. By a link in a message, or signed in.

Those that write need a transaction, and ``list_service.send_soon`` after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_compliance import consent_service
from ..server_compliance.consent_service import GRANTED, WITHDRAWN, address_of
from ..server_customers.contact_service import count_subscriptions
from ..server_messaging import settings_service, tracking_service
from ..server_shared.actors import Actor
from . import list_service
from .list_rules import ACTIVE, PENDING, clean_choices

WORDS = {
    "marketing": "Yes, send me offers {how}.",
    "newsletter": "Yes, send me the newsletter {how}.",
    "surveys": "Yes, ask me {how} how I liked it.",
}
COUNTING = "email:tracking"
COUNTING_WORDS = "You may see whether I open your e-mails and which links I follow."
HOW = {"email": "by e-mail", "sms": "by SMS", "whatsapp": "by WhatsApp"}
GROUPS = {"email": "E-mail", "sms": "SMS", "whatsapp": "WhatsApp"}
OFTEN = {
    "": "As it comes",
    "weekly": "At most once a week",
    "monthly": "At most once a month",
    "important_only": "Only what is important",
}
LANGUAGES = {"en": "English", "af": "Afrikaans", "de": "Deutsch", "es": "Español", "fr": "Français", "pt": "Português"}


def preferences_of(contact: Any) -> dict[str, Any]:
    """All a person may choose, as it stands.

    ``lists [{list_id, name, description, status, is_on, topics [{name, wanted}]}]``, ``frequency, language``, and
    ``groups``: per channel with an address ``label, address, choices [{name, words, held}]``.
    """
    rows = {row["mailing_list"]["list_id"]: row for row in _subscriptions(contact)}
    lists = [_choice(each, rows.get(each["list_id"])) for each in _offered(rows)]
    going = [row for row in rows.values() if row["status"] == ACTIVE]
    return {
        "lists": lists,
        "frequency": contact["mail_frequency"] or "",
        "language": next((row["language"] for row in going if row["language"]), contact["language"]) or "",
        "groups": [_group(contact, channel, lists) for channel in GROUPS if address_of(contact, channel)],
    }


def _subscriptions(contact: Any) -> list[Any]:
    return [row for row in app_tables.list_subscriptions.search(contact=contact) if row["mailing_list"] is not None]


def _offered(rows: Mapping[str, Any]) -> list[Any]:
    """The public lists in use, and those that the person is on."""
    every = app_tables.mailing_lists.search(tables.order_by("name"), archived_at=None)
    on = {list_id for list_id, row in rows.items() if row["status"] in (ACTIVE, PENDING)}
    return [each for each in every if each["is_public"] or each["list_id"] in on]


def _choice(mailing_list: Any, row: Any) -> dict[str, Any]:
    status = row["status"] if row is not None else ""
    wanted = (row["topics"] or ()) if row is not None else ()
    return {
        **{name: mailing_list[name] for name in ("list_id", "name", "description", "purpose")},
        "status": status,
        "is_on": status in (ACTIVE, PENDING),
        "topics": [{"name": topic, "wanted": topic in wanted} for topic in mailing_list["topics"] or ()],
    }


def _group(contact: Any, channel: str, lists: list[dict[str, Any]]) -> dict[str, Any]:
    """What can be agreed to on a channel; a purpose that the lists stand for is not asked twice."""
    held = contact["agreed_to"] or ()
    listed = {each["purpose"]: False for each in lists} if channel == "email" else {}
    for each in lists:
        listed[each["purpose"]] = listed.get(each["purpose"], False) or each["is_on"]
    names = {purpose: f"{channel}:{purpose}" for purpose in WORDS}
    shown = [
        purpose
        for purpose, name in names.items()
        if channel != "email" or purpose not in listed or (name in held and not listed[purpose])
    ]
    choices = [{"name": names[each], "words": words(channel, each), "held": names[each] in held} for each in shown]
    is_counted = counting_of(contact) if channel == "email" else None
    if is_counted is not None:
        choices.append({"name": COUNTING, "words": COUNTING_WORDS, "held": is_counted})
    return {"label": GROUPS[channel], "address": address_of(contact, channel), "choices": choices}


def counting_of(contact: Any) -> bool | None:
    """Whether somebody's opens and clicks are counted, asked or not; None where nobody's are."""
    return tracking_service.may_track("marketing", contact) if settings_service.tracking() != "off" else None


def words(channel: str, purpose: str) -> str:
    """What a person agrees to on the page of choices."""
    return COUNTING_WORDS if purpose == "tracking" else WORDS[purpose].format(how=HOW[channel])


def save_preferences(
    actor: Actor, contact: Any, chosen: Mapping[str, Any], evidence: Mapping[str, Any], *, confirmed: bool = False
) -> list[str]:
    """Record what a person chose; the names of lists that they must confirm by mail first. Raises Invalid.

    ``chosen`` has ``consents`` and ``lists`` (names and ids of what is ticked), ``topics`` (id → those ticked),
    ``frequency`` and ``language``; what is left as it was is not recorded anew. ``confirmed``: as ``subscribe`` has it.
    """
    now = preferences_of(contact)
    for group in now["groups"]:
        for choice in group["choices"]:
            if (choice["name"] in chosen["consents"]) != choice["held"]:
                channel, purpose = choice["name"].split(":")
                _record(actor, contact, channel, purpose, not choice["held"], evidence)
    waiting = []
    for each in now["lists"]:
        wanted = each["list_id"] in chosen["lists"]
        mailing_list = list_service.get_list_row(each["list_id"])
        if each["is_on"] and not wanted:
            list_service.leave(actor, contact, mailing_list, "person", evidence)
        elif wanted:
            how = {"topics": list(chosen["topics"].get(each["list_id"], ()))}
            how |= {name: chosen.get(name) or "" for name in ("frequency", "language")}
            if _join(actor, contact, mailing_list, how, evidence, confirmed) == PENDING:
                waiting.append(each["name"])
    language = clean_choices({"language": chosen.get("language")}, None)["language"]
    if language != contact["language"]:
        contact["language"] = language
    return waiting


def _join(
    actor: Actor,
    contact: Any,
    mailing_list: Any,
    how: Mapping[str, Any],
    evidence: Mapping[str, Any],
    confirmed: bool,
) -> str:
    return list_service.subscribe(
        contact, mailing_list, "preferences", actor=actor, choices=how, evidence=evidence, confirmed=confirmed
    )


def stop_everything(actor: Actor, contact: Any, evidence: Mapping[str, Any]) -> None:
    """Nothing but receipts and answers from now on: every list, every purpose, every channel."""
    for row in _subscriptions(contact):
        if row["status"] in (ACTIVE, PENDING):
            list_service.leave(actor, contact, row["mailing_list"], "person", evidence)
    for channel in GROUPS:
        for purpose in WORDS:
            if f"{channel}:{purpose}" in (contact["agreed_to"] or ()):
                _record(actor, contact, channel, purpose, False, evidence)
            else:
                consent_service.suppress(f"{channel}:{purpose}", address_of(contact, channel), "unsubscribed")
    count_subscriptions(contact)


def _record(actor: Actor, contact: Any, channel: str, purpose: str, granted: bool, evidence: Mapping[str, Any]) -> None:
    wording = consent_service.current_wording(actor, purpose, "en", words(channel, purpose)) if granted else None
    state = GRANTED if granted else WITHDRAWN
    entry = {"channel": channel, "purpose": purpose, "state": state, "source": "person", "wording": wording}
    consent_service.record_consent(actor, contact, {**entry, "evidence": dict(evidence)})
