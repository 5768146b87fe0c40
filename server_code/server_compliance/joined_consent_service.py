"""Consent when contacts become one: who took it back once keeps it taken back, until that person says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
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
    """What will hold when these contacts are one: ``channel, purpose, state``, and ``is_stricter`` than some had it."""
    states: dict[tuple[str, str], set[str]] = {}
    for person in people:
        for entry in current_consents(person):
            states.setdefault((entry["channel"], entry["purpose"]), set()).add(entry["state"])
    joined = []
    for (channel, purpose), said in sorted(states.items()):
        withdrawn = WITHDRAWN in said or any(_asked_to_stop(person, channel) for person in people)
        state = WITHDRAWN if withdrawn else GRANTED
        joined.append(
            {"channel": channel, "purpose": purpose, "state": state, "is_stricter": withdrawn and GRANTED in said}
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
            "evidence": {"change": change_id},
            "recorded_by": actor.user,
            "recorded_at": utc_now(),
        }
        for entry in joined_consents(people)
        if entry["is_stricter"]
    )


def part_consents(kept: Any, change_id: str) -> None:
    """Take out what ``join_consents`` wrote: the merge that it followed from is undone. Needs a transaction."""
    for row in app_tables.consents.search(contact=kept, source=SOURCE):
        if (row["evidence"] or {}).get("change") == change_id:
            row.delete()


def _asked_to_stop(person: Any, channel: str) -> bool:
    address = address_of(person, channel)
    asked = {"channel": channel, "reason": q.any_of(*ASKED_FOR), "lifted_at": None}
    # Hashes need the business's key, which one that never suppressed an address may be without.
    if not address or len(app_tables.suppressions.search(q.page_size(1), **asked)) == 0:
        return False
    return len(app_tables.suppressions.search(address_hash=q.any_of(*address_hashes(address)), **asked)) > 0
