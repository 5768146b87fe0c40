"""Consent when contacts become one: who took it back once keeps it taken back, until that person says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from .consent_service import GRANTED, WITHDRAWN, address_hashes, address_of, current_consents

SOURCE = "merge"
# Addresses that were suppressed because their owner asked for it, not because they are dead.
ASKED_FOR = ("unsubscribed", "complained", "asked", "stopped")


def joined_consents(people: Sequence[Any]) -> list[dict[str, Any]]:
    """What will hold when these contacts are one: ``channel, purpose, state``, and ``is_stricter`` than some had it.

    ``because_of`` is the id of the first who took it back; None where nobody did.
    """
    said: dict[tuple[str, str], dict[str, str]] = {}
    for person in people:
        for entry in current_consents(person):
            said.setdefault((entry["channel"], entry["purpose"]), {})[person["contact_id"]] = entry["state"]
    joined = []
    for (channel, purpose), states in sorted(said.items()):
        unwilling = [
            person["contact_id"]
            for person in people
            if states.get(person["contact_id"]) == WITHDRAWN or _asked_to_stop(person, channel)
        ]
        joined.append(
            {
                "channel": channel,
                "purpose": purpose,
                "state": WITHDRAWN if unwilling else GRANTED,
                "is_stricter": bool(unwilling) and GRANTED in states.values(),
                "because_of": unwilling[0] if unwilling else None,
            }
        )
    return joined


def join_consents(actor: Actor, people: Sequence[Any], change_id: str) -> None:
    """Write on the first of ``people`` what another took back. Needs a transaction, before the rows are moved."""
    app_tables.consents.add_rows(
        {
            "contact": people[0],
            "channel": entry["channel"],
            "purpose": entry["purpose"],
            "state": WITHDRAWN,
            "source": SOURCE,
            "evidence": {"change": change_id, "because_of": entry["because_of"]},
            "recorded_by": actor.user,
            "recorded_at": utc_now(),
        }
        for entry in joined_consents(people)
        if entry["is_stricter"]
    )


def part_consents(people: Mapping[str, Any], kept: Any, change_id: str) -> None:
    """Give what ``join_consents`` wrote to whoever it was that took consent back, for whom it changes nothing.

    ``people`` are those whom undoing the merge parts again, by their ids. Needs a transaction.
    """
    for row in app_tables.consents.search(contact=kept, source=SOURCE):
        evidence = row["evidence"] or {}
        if evidence.get("change") == change_id:
            row["contact"] = people.get(evidence.get("because_of"), kept)


def _asked_to_stop(person: Any, channel: str) -> bool:
    address = address_of(person, channel)
    asked = {"channel": channel, "reason": q.any_of(*ASKED_FOR), "lifted_at": None}
    # Hashes need the business's key, which one that never suppressed an address may be without.
    if not address or len(app_tables.suppressions.search(q.page_size(1), **asked)) == 0:
        return False
    return len(app_tables.suppressions.search(address_hash=q.any_of(*address_hashes(address)), **asked)) > 0
