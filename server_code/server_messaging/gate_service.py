"""The one gate to people: what is known of them, put before the rules of ``gate_rules``.

Whoever plans a message and whoever sends one asks here; nothing else decides who may be written to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from itertools import zip_longest
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_compliance.consent_service import address_hashes_of, address_of
from ..server_customers.contact_service import is_erased
from ..server_shared.config import business_zone, get_config
from ..server_shared.phones import zone_of_phone
from . import phone_gate
from .gate_rules import ANY, ASKED_FOR, PERIODS, REASONS, SEND, About, Decision, Policy, Recipient, decide
from .quiet_hours import DAYS, SendingHours

CONTACT_COLUMNS = (
    *("contact_number", "first_name", "email", "phone", "address"),
    *("archived_at", "agreed_to", "opted_out_of", "lists", "mail_frequency"),
)
PERSON_COLUMNS = (*CONTACT_COLUMNS, "contact_id", "last_name", "company")
FEW = 200
PAGE = 1000


def policy() -> Policy:
    """What the business decided about messages; the defaults are those of ``Policy``."""
    config = get_config()
    chosen = config["messaging"]
    known = {name: int(chosen[name]) for name in ("cap", "cap_days") if isinstance(chosen.get(name), int | float)}
    country = chosen.get("holidays_of", config["default_country"])
    hours = SendingHours(_spans(chosen["hours"]), country) if chosen.get("hours") else SendingHours(country=country)
    return Policy(is_on=config["features"]["marketing_enabled"], default_hours=hours, **known)


def review(
    contacts: Sequence[Any],
    channel: str,
    purpose: str,
    now: datetime,
    about: About = ANY,
    *,
    content: Any = None,
) -> list[Decision]:
    """What the gate says of a message to each of ``contacts`` (rows), in their order, in a few statements.

    Of a WhatsApp message it can say more when it knows the ``content`` (a row of ``message_contents``).
    """
    here = policy()
    people = recipients(contacts, channel, purpose, here, now)
    decisions = [decide(person, channel, purpose, here, now, about) for person in people]
    return phone_gate.narrow(contacts, decisions, content, now) if channel == "whatsapp" and content else decisions


def review_sends(sends: Sequence[Any], now: datetime) -> list[Decision]:
    """What the gate says now of messages in the outbox, rows of ``sends``, in their order."""
    here = policy()
    decisions: dict[Any, Decision] = {}
    for channel, purpose in {(send["channel"], send["purpose"]) for send in sends}:
        of_kind = [send for send in sends if (send["channel"], send["purpose"]) == (channel, purpose)]
        elsewhere = [send["address"] if send["is_elsewhere"] else None for send in of_kind]
        people = recipients([send["contact"] for send in of_kind], channel, purpose, here, now, elsewhere)
        for send, person in zip(of_kind, people, strict=True):
            about = About(bool(send["cap_waits"]), send["list_id"] or "", bool(send["is_important"]))
            decisions[send.get_id()] = decide(person, channel, purpose, here, now, about)
    return phone_gate.narrow_sends(sends, [decisions[send.get_id()] for send in sends], now)


def label_of(reason: str | None) -> str:
    """A reason of the gate in words, empty for what is none."""
    return REASONS.get(reason or "", "")


def summary(decisions: Iterable[Decision]) -> dict[str, int]:
    """How many get it (``send``), and for each reason how many do not, or not yet."""
    return dict(Counter(decision.reason or SEND for decision in decisions))


def recipients(
    contacts: Sequence[Any],
    channel: str,
    purpose: str,
    here: Policy,
    now: datetime,
    elsewhere: Sequence[str | None] = (),
) -> list[Recipient]:
    """What is known of each contact on one channel, in their order; ``elsewhere``: other addresses than their own."""
    zone = business_zone()
    addresses = [
        None if is_erased(contact) else other or address_of(contact, channel)
        for contact, other in zip_longest(contacts, elsewhere)
    ]
    reasons = _suppressions(channel, purpose, [address for address in addresses if address])
    counts = purpose not in ASKED_FOR
    recent = _recent(contacts, now - here.cap_window, now) if counts else {}
    last = _last(contacts, now) if counts else {}
    return [
        Recipient(
            address=address,
            zone=zone_of_phone(contact["phone"], zone),
            is_archived=contact["archived_at"] is not None,
            consents=frozenset(contact["agreed_to"] or ()),
            withdrawn=frozenset(contact["opted_out_of"] or ()),
            suppressed=reasons.get(address or "", frozenset()),
            lists=frozenset(contact["lists"] or ()),
            frequency=contact["mail_frequency"],
            last_at=last.get(contact.get_id()),
            **_cap_of(recent.get(contact.get_id(), []), here),
        )
        for contact, address in zip(contacts, addresses, strict=True)
    ]


def _cap_of(moments: list[datetime], here: Policy) -> dict[str, Any]:
    """How many messages count, and when the cap lets the next one through."""
    counting = sorted(moments)[-here.cap :] if here.cap else []
    frees = counting[0] + here.cap_window if counting else None
    return {"recent": len(moments), "cap_frees_at": frees}


def _last(contacts: Sequence[Any], now: datetime) -> dict[str, datetime]:
    """When those who want mail less often last got something, as far back as that matters."""
    seldom = [contact for contact in contacts if contact["mail_frequency"] in PERIODS]
    if not seldom:
        return {}
    recent = _recent(seldom, now - max(PERIODS.values()), now)
    return {row_id: max(moments) for row_id, moments in recent.items()}


def _recent(contacts: Sequence[Any], begin: datetime, now: datetime) -> dict[str, list[datetime]]:
    """When each contact was written to since ``begin`` with what counts; what is just being sent counts as now."""
    about = {"contact": q.any_of(*contacts)} if len(contacts) <= FEW else {}
    what = q.fetch_only("sent_at", contact=q.fetch_only("contact_number"))
    went = {"purpose": q.none_of(*ASKED_FOR), **about}
    found: dict[str, list[datetime]] = defaultdict(list)
    since = q.greater_than_or_equal_to(begin)
    searches = (
        app_tables.sends.search(what, q.page_size(PAGE), sent_at=since, **went),
        app_tables.sends.search(what, q.page_size(PAGE), status="sending", sent_at=None, **went),
    )
    for send in (send for search in searches for send in search):
        if send["contact"] is not None:
            found[send["contact"].get_id()].append(send["sent_at"] or now)
    return found


def _suppressions(channel: str, purpose: str, addresses: Sequence[str]) -> dict[str, frozenset[str]]:
    """Why each suppressed address of ``addresses`` is."""
    hashes = address_hashes_of(addresses)
    if not hashes:
        return {}
    wanted = {text for texts in hashes.values() for text in texts}
    about = q.any_of(channel, f"{channel}:{purpose}")
    among = {"address_hash": q.any_of(*wanted)} if len(wanted) <= FEW else {}
    rows = app_tables.suppressions.search(
        q.fetch_only("address_hash", "reason"), q.page_size(PAGE), channel=about, lifted_at=None, **among
    )
    reasons: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        reasons[row["address_hash"]].add(row["reason"])
    return {
        address: frozenset().union(*(reasons[text] for text in texts if text in reasons))
        for address, texts in hashes.items()
    }


def _spans(stored: dict[str, Any]) -> dict[int, tuple[tuple[time, time], ...]]:
    """Weekday ("monday") → [["08:00", "20:00"], …], as it is stored."""
    return {
        DAYS.index(day): tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in periods)
        for day, periods in stored.items()
    }
