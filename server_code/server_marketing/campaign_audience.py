"""Who gets a campaign, who does not, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from anvil.tables import app_tables

from ..server_customers.queries import name_of
from ..server_customers.segment_service import contacts_in, contacts_named
from ..server_messaging import gate_service, message_service
from ..server_messaging.gate_service import PERSON_COLUMNS
from ..server_messaging.outbox_service import NewSend
from ..server_shared.clock import utc_now
from . import ab_testing
from .ab_rules import A

SAMPLE = 5


def audience_of(audience: Mapping[str, Any]) -> Any:
    """A search of the contacts that an audience (``campaign_rules.clean_audience``) names."""
    if audience.get("contacts"):
        return contacts_named(audience["contacts"], PERSON_COLUMNS)
    chosen = None if audience.get("everyone") else audience.get("segments") or []
    return contacts_in(chosen, audience.get("without") or (), PERSON_COLUMNS)


def review(audience: Mapping[str, Any], purpose: str) -> dict[str, Any]:
    """What would happen now, person by person, summed up.

    ``total``; ``goes`` and ``waits`` (they get it); ``left_out``, the largest first, as
    ``{reason, label, count, people}`` with a few ``people`` as ``{contact_id, name}``; ``finished_at``, when the last
    message will have gone.
    """
    contacts = list(audience_of(audience))
    decisions = gate_service.review(contacts, "email", purpose, utc_now())
    goes, waits = sum(each.goes for each in decisions), sum(each.waits for each in decisions)
    left_out: dict[Any, list[Any]] = defaultdict(list)
    for contact, decision in zip(contacts, decisions, strict=True):
        if decision.is_refused:
            left_out[decision].append(contact)
    return {
        "total": len(contacts),
        "goes": goes,
        "waits": waits,
        "left_out": [
            {"reason": why.reason, "label": why.label, "count": len(those), "people": _few(those)}
            for why, those in sorted(left_out.items(), key=lambda pair: -len(pair[1]))
        ],
        "finished_at": message_service.finished_at("email", purpose, goes + waits, _begin(decisions)),
    }


def _begin(decisions: list[Any]) -> datetime | None:
    """When the last of those who wait may be written to."""
    return max((each.until for each in decisions if each.waits), default=None)


def _few(contacts: list[Any]) -> list[dict[str, str]]:
    return [{"contact_id": each["contact_id"], "name": name_of(each)} for each in contacts[:SAMPLE]]


def plan(campaign: Any) -> Iterator[Any]:
    """The messages of a campaign that go now: one for everybody in its audience, the left out ones with their reason.

    While two versions are tried, those who wait for the better one are not among them.
    """
    contents = {row["variant"]: row for row in app_tables.message_contents.search(campaign=campaign, channel="email")}
    contacts = list(audience_of(campaign["audience"] or {}))
    decisions = gate_service.review(contacts, "email", campaign["purpose"], utc_now())
    pairs = list(zip(contacts, decisions, strict=True))
    going = [int(contact["contact_number"]) for contact, decision in pairs if not decision.is_refused]
    versions = ab_testing.variants(campaign, going)
    for contact, decision in pairs:
        variant = versions.get(int(contact["contact_number"]))
        if variant is None and not decision.is_refused:
            continue
        yield NewSend(
            contact=contact,
            channel="email",
            purpose=campaign["purpose"],
            cause=f"campaign:{campaign['campaign_id']}",
            content=contents[variant or A],
            campaign=campaign,
            variant=variant or A,
            refused=decision.reason if decision.is_refused else None,
            due_at=decision.until,
        )
