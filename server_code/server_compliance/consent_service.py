"""Consent, as a ledger that only grows: who agreed to what, when, by which words, and who took it back.

What holds now is the last entry for a contact, channel and purpose. A suppressed address is written to by nobody,
whatever the ledger says; it is kept as a keyed hash, so that it outlives the person's data and tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.contact_service import count_consents
from ..server_customers.queries import get_contact_row
from ..server_customers.timeline_service import tell
from ..server_shared.actors import Actor
from ..server_shared.clock import end_of_day, utc_now
from ..server_shared.config import business_zone
from ..server_shared.encryption import keyed_hashes_of
from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_text, validate_choice, validate_json
from .wording_service import PURPOSES, current_wording

CHANNELS = ("email", "sms", "whatsapp", "phone", "post")
ASKED, GRANTED, WITHDRAWN = "asked", "granted", "withdrawn"
STATES = (ASKED, GRANTED, WITHDRAWN)
SOURCES = ("person", "form", "import", "double_opt_in", "one_click", "reply", "provider")
# How somebody of the business came to know what a person wants.
TOLD_BY = ("person", "form", "reply")
# Why nobody writes to an address, the weaker reason first: a stronger one takes its place.
REASONS = ("soft_bounced", "unsubscribed", "asked", "stopped", "bounced", "complained", "erased")

Follower = Callable[[Actor, Any, Any], None]
_followers: list[Follower] = []
_watchers: list[Callable[[str, str, str], None]] = []


def follow(function: Follower) -> None:
    """Have ``function(actor, contact, entry)`` called after each new entry, in its transaction."""
    _followers.append(function)


def watch_addresses(function: Callable[[str, str, str], None]) -> None:
    """Have ``function(channel, address, reason)`` called when an address is suppressed, in its transaction."""
    _watchers.append(function)


def record_consent(actor: Actor, contact: Any, consent: Mapping[str, Any]) -> Any:
    """Add an entry of ``channel, purpose, state, source, wording, evidence`` for a contact's row; its row.

    ``wording`` is a row of ``consent_wordings``; giving consent needs one, taking it back never does. ``asked`` notes
    that the person was asked, which may happen once (POPIA, section 69). Needs a transaction. Raises Invalid.
    """
    row = app_tables.consents.add_row(**consent_columns(actor, contact, consent))
    count_consents(contact)
    remember_address(contact, row)
    if row["state"] != ASKED:
        kind = "subscribed" if row["state"] == GRANTED else "unsubscribed"
        tell(actor, contact, kind, {"channel": row["channel"], "purpose": row["purpose"]})
    for function in _followers:
        function(actor, contact, row)
    return row


def consent_columns(actor: Actor, contact: Any, consent: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an entry, as ``record_consent`` takes it. Raises Invalid."""
    state = validate_choice(consent.get("state"), STATES, "state")
    channel = validate_choice(consent.get("channel"), CHANNELS, "channel")
    purpose = validate_choice(consent.get("purpose"), PURPOSES, "purpose")
    wording = consent.get("wording")
    if state == GRANTED and wording is None:
        raise Invalid(fields={"wording": "Consent is to words: please say which the person read or heard."})
    if state == ASKED:
        _refuse_second_request(contact, channel, purpose)
    return {
        "contact": contact,
        "channel": channel,
        "purpose": purpose,
        "state": state,
        "wording": wording,
        "source": validate_choice(consent.get("source") or "person", SOURCES, "source"),
        "evidence": validate_json(consent.get("evidence"), "evidence", 4000),
        "recorded_by": actor.user,
        "recorded_at": utc_now(),
    }


def _refuse_second_request(contact: Any, channel: str, purpose: str) -> None:
    address = address_of(contact, channel)
    if is_suppressed(channel, address) or is_suppressed(f"{channel}:{purpose}", address):
        raise Invalid("This address is on the list of those nobody writes to: its owner cannot be asked.")
    entries = app_tables.consents.search(
        tables.order_by("recorded_at", ascending=False),
        q.page_size(1),
        contact=contact,
        channel=channel,
        purpose=purpose,
    )
    last = next(iter(entries), None)
    if last is not None:
        day = last["recorded_at"].astimezone(business_zone()).date().isoformat()
        raise Invalid(f"This person was asked, or answered, on {day} already. The law lets a business ask once.")


def remember_address(contact: Any, entry: Any) -> None:
    """Let the address itself remember what its owner unsubscribed from: they may come back as another record.

    Only the owner undoes that, not a list that somebody imports.
    """
    address = address_of(contact, entry["channel"])
    about = f"{entry['channel']}:{entry['purpose']}"
    if entry["state"] == WITHDRAWN:
        suppress(about, address, "unsubscribed")
    elif entry["state"] == GRANTED and address and entry["source"] != "import":
        lift_suppression(about, address)


def current_consents(contact: Any, moment: datetime | date | None = None) -> list[dict[str, Any]]:
    """What holds, for each channel and purpose that was ever spoken of: now, or what held at ``moment``.

    A date stands for its end, by the business's clocks.
    """
    if moment is not None and not isinstance(moment, datetime):
        moment = end_of_day(moment, business_zone())
    until = {"recorded_at": q.less_than_or_equal_to(moment)} if moment else {}
    last: dict[tuple[str, str], Any] = {}
    for row in app_tables.consents.search(tables.order_by("recorded_at"), contact=contact, **until):
        last[row["channel"], row["purpose"]] = row
    return [_record(row) for row in last.values()]


def consent_history(contact: Any) -> list[dict[str, Any]]:
    """Every entry of a contact, the newest first."""
    rows = app_tables.consents.search(tables.order_by("recorded_at", ascending=False), contact=contact)
    return [_record(row) for row in rows]


def may_receive(contact: Any, channel: str, purpose: str) -> bool:
    """Whether a contact agreed to ``purpose`` on ``channel`` and the address is not suppressed there."""
    if contact["archived_at"] is not None or is_suppressed(channel, address_of(contact, channel)):
        return False
    entries = app_tables.consents.search(
        tables.order_by("recorded_at", ascending=False),
        q.page_size(1),
        contact=contact,
        channel=channel,
        purpose=purpose,
    )
    last = next(iter(entries), None)
    return last is not None and last["state"] == GRANTED


def address_of(contact: Any, channel: str) -> str | None:
    """Where ``channel`` reaches a contact."""
    return {"email": contact["email"], "post": contact["address"]}.get(channel, contact["phone"])


def suppress(channel: str, address: str | None, reason: str) -> None:
    """Never write to an address again until it is lifted. Needs a transaction. Raises Invalid.

    ``channel`` may name one purpose only: ``email:marketing``.
    """
    why = validate_choice(reason, REASONS, "reason")
    if not address:
        return
    known = next(iter(_suppressions(channel, address)), None)
    if known is not None:
        known["reason"] = max(known["reason"], why, key=REASONS.index)
    else:
        present, *_ = address_hashes(address)
        app_tables.suppressions.add_row(
            channel=channel, address_hash=present, reason=why, added_at=utc_now(), lifted_at=None
        )
    for function in _watchers:
        function(channel, address, why)


def lift_suppression(channel: str, address: str, reason: str | None = None) -> bool:
    """Allow an address again, if it was suppressed for ``reason`` or for any; whether it was. Needs a transaction."""
    rows = [row for row in _suppressions(channel, address) if reason in (None, row["reason"])]
    for row in rows:
        row["lifted_at"] = utc_now()
    return bool(rows)


def allow_again(actor: Actor, contact_id: str, channel: str, reason: str) -> bool:
    """Take a contact's address off every list of ``channel``, since its owner asked for it; whether it was on one.

    ``reason`` says who asked, and how. Needs a transaction. Raises NotFound, Invalid.
    """
    address = address_of(get_contact_row(contact_id), validate_choice(channel, CHANNELS, "channel")) or ""
    why = clean_text(reason, "reason", 500, lines=True)
    if not why:
        raise Invalid(fields={"reason": "Please say who asked for it, and how."})
    rows = list(_suppressions(channel, address, *PURPOSES))
    for row in rows:
        row.update(lifted_at=utc_now(), lifted_by=actor.user, lifted_reason=why)
    return bool(rows)


def suppressions_of(contact: Any) -> list[dict[str, Any]]:
    """The channels on which nobody writes to a contact, with why and since when."""
    found = []
    for channel in CHANNELS:
        address = address_of(contact, channel)
        for row in _suppressions(channel, address, *PURPOSES) if address else ():
            found.append({"channel": row["channel"], "reason": row["reason"], "added_at": row["added_at"]})
    return found


def is_suppressed(channel: str, address: str | None, reason: str | None = None) -> bool:
    """Whether an address is suppressed on ``channel``, for ``reason`` or for any."""
    if not address:
        return False
    return any(reason in (None, row["reason"]) for row in _suppressions(channel, address))


def suppressed_among(channel: str, addresses: Iterable[str], reason: str) -> list[str]:
    """Those of ``addresses`` that are suppressed on ``channel`` as a whole, for ``reason``. One statement."""
    hashes = address_hashes_of(list(addresses))
    rows = app_tables.suppressions.search(
        q.fetch_only("address_hash"),
        channel=channel,
        address_hash=q.any_of(*(text for texts in hashes.values() for text in texts)),
        reason=reason,
        lifted_at=None,
    )
    found = {row["address_hash"] for row in rows}
    return [address for address, texts in hashes.items() if not found.isdisjoint(texts)]


def _suppressions(channel: str, address: str, *purposes: str) -> Any:
    """Of the channel as a whole, and of it for some purposes."""
    hashes = q.any_of(*address_hashes(address))
    about = q.any_of(channel, *(f"{channel}:{purpose}" for purpose in purposes))
    return app_tables.suppressions.search(channel=about, address_hash=hashes, lifted_at=None)


def address_hashes(address: str) -> list[str]:
    """Keyed hashes of an address, the present key's first: the same for any case, and of no use without the key."""
    return address_hashes_of([address])[address]


def address_hashes_of(addresses: Sequence[str]) -> dict[str, list[str]]:
    """The same of many addresses."""
    plain = {address: address.strip().lower() for address in addresses}
    hashes = keyed_hashes_of("suppression", plain.values())
    return {address: hashes[text] for address, text in plain.items()}


def set_consent(actor: Actor, contact_id: str, consent: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Record what a person told somebody of the business, ``words`` being what was read to them; what holds now.

    ``source`` is one of ``TOLD_BY``, the person by default; ``note`` is kept as evidence. Raises NotFound, Invalid.
    """
    contact = get_contact_row(contact_id)
    source = validate_choice(consent.get("source") or "person", TOLD_BY, "source")
    note = clean_text(consent.get("note"), "note", 500, lines=True)
    evidence = {**(validate_json(consent.get("evidence"), "evidence", 4000) or {}), **({"note": note} if note else {})}
    words = consent.get("words")
    language = clean_text(consent.get("language") or "en", "language", 20)
    wording = current_wording(actor, str(consent.get("purpose")), language, words) if words else None
    record_consent(actor, contact, {**consent, "source": source, "evidence": evidence, "wording": wording})
    return current_consents(contact)


def _record(row: Any) -> dict[str, Any]:
    wording = row["wording"]
    return {
        **{name: row[name] for name in ("channel", "purpose", "state", "source", "recorded_at")},
        "evidence": row["evidence"] or {},
        "wording": wording["text"] if wording else "",
        "wording_version": int(wording["version"]) if wording else None,
        "recorded_by": (row["recorded_by"]["name"] or row["recorded_by"]["email"]) if row["recorded_by"] else "",
    }
