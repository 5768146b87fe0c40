"""Consent that was given or taken back elsewhere, many entries at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers import ledger_service
from ..server_shared.actors import Actor
from ..server_shared.errors import Invalid
from .consent_service import (
    GRANTED,
    WITHDRAWN,
    address_of,
    consent_columns,
    current_wording,
    is_suppressed,
    remember_address,
)


def record_past_consents(actor: Actor, given: Sequence[tuple[Any, Mapping[str, Any]]]) -> list[str]:
    """Add what contacts (their rows) said elsewhere, ``words`` and ``given_at`` among it; for each, why it was refused.

    Nothing overrides what was recorded here after ``given_at``, and nothing lifts a suppression. Needs a transaction.
    """
    last = _last_entries([contact for contact, _ in given])
    wordings: dict[tuple[str, str, str], Any] = {}
    reasons, entries = [], []
    for contact, consent in given:
        try:
            entry = _past_entry(actor, contact, consent, wordings)
            key = (contact.get_id(), entry["channel"], entry["purpose"])
            if key in last and last[key] > consent["given_at"]:
                raise Invalid("Something newer is recorded here already.")
        except Invalid as error:
            reasons.append(error.message)
            continue
        last[key] = consent["given_at"]
        entries.append(entry)
        reasons.append("")
    if entries:
        app_tables.consents.add_rows(entries)
        for entry in entries:
            if entry["state"] == WITHDRAWN:
                remember_address(entry["contact"], entry)
        ledger_service.count_consents_of(entry["contact"] for entry in entries)
    told = [_withdrawal(entry) for entry in entries if entry["state"] == WITHDRAWN]
    if told:
        ledger_service.tell_past_events(actor, told, meets=False)
    return reasons


def _past_entry(
    actor: Actor, contact: Any, consent: Mapping[str, Any], wordings: dict[tuple[str, str, str], Any]
) -> dict[str, Any]:
    words = (str(consent.get("purpose") or "").strip().lower(), consent["language"], consent.get("words") or "")
    if words[2] and words not in wordings:
        wordings[words] = current_wording(actor, *words)
    entry = consent_columns(actor, contact, {**consent, "wording": wordings.get(words)})
    address = address_of(contact, entry["channel"])
    about = (entry["channel"], f"{entry['channel']}:{entry['purpose']}")
    if entry["state"] == GRANTED and any(is_suppressed(each, address) for each in about):
        raise Invalid("This address is suppressed: nobody writes to it until its owner asks for it.")
    return entry


def _withdrawal(entry: Mapping[str, Any]) -> ledger_service.PastEvent:
    told = {"channel": entry["channel"], "purpose": entry["purpose"]}
    return ledger_service.PastEvent(entry["contact"], "unsubscribed", entry["recorded_at"], told)


def _last_entries(contacts: Sequence[Any]) -> dict[tuple[str, str, str], datetime]:
    """When each of the contacts last said something, by row id, channel and purpose."""
    if not contacts:
        return {}
    rows = app_tables.consents.search(
        q.fetch_only("channel", "purpose", "recorded_at", "evidence", contact=q.fetch_only("contact_id")),
        q.page_size(2000),
        contact=q.any_of(*contacts),
    )
    last: dict[tuple[str, str, str], datetime] = {}
    for row in rows:
        key = (row["contact"].get_id(), row["channel"], row["purpose"])
        given_at = (row["evidence"] or {}).get("given_at")
        moment = datetime.fromisoformat(given_at) if given_at else row["recorded_at"]
        last[key] = max(last.get(key, moment), moment)
    return last
