"""Who gets a campaign, who does not, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from anvil.tables import app_tables

from ..server_customers.queries import name_of
from ..server_customers.segment_service import contacts_in, contacts_named
from ..server_customers.selection_queries import Eligible, chosen_contacts
from ..server_messaging import gate_service, message_service
from ..server_messaging.gate_service import PERSON_COLUMNS, About
from ..server_messaging.outbox_service import NewSend
from ..server_shared.clock import utc_now
from . import ab_testing, channel_contents, offer_service
from .ab_rules import A
from .campaign_rules import EMAIL, channels_of

SAMPLE = 5


def audience_of(audience: Mapping[str, Any], purpose: str = "marketing", channels: Sequence[str] = (EMAIL,)) -> Any:
    """A search of the contacts that an audience (``campaign_rules.clean_audience``) names.

    Of a ``list`` that is all who are on it, or those of them who are in the segments.
    """
    if "selection" in audience:
        return chosen_contacts(eligible(audience, purpose, channels), audience["selection"], PERSON_COLUMNS)
    if audience.get("contacts"):
        return contacts_named(audience["contacts"], PERSON_COLUMNS)
    on_list, segments = audience.get("list") or "", audience.get("segments") or []
    is_whole = audience.get("everyone") or (on_list and not segments)
    return contacts_in(None if is_whole else segments, audience.get("without") or (), PERSON_COLUMNS, on_list)


def about(audience: Mapping[str, Any]) -> About:
    """What the gate is told of messages to an audience."""
    return About(list_id=audience.get("list") or "", is_important=audience.get("important") is True)


def eligible(audience: Mapping[str, Any], purpose: str, channels: Sequence[str]) -> Eligible:
    """Who can be chosen for ``{everywhere, places}``: those who agreed to ``purpose`` on one of the channels."""
    places = None if audience.get("everywhere") else tuple(audience.get("places") or ())
    return Eligible(places, tuple(f"{channel}:{purpose}" for channel in channels))


def review(audience: Mapping[str, Any], purpose: str) -> dict[str, Any]:
    """What would happen now with a mail, person by person, summed up.

    ``total``; ``goes`` and ``waits`` (they get it); ``left_out``, the largest first, as
    ``{reason, label, count, people}`` with a few ``people`` as ``{contact_id, name}``; ``finished_at``, when the last
    message will have gone.
    """
    return _summed_up(list(audience_of(audience)), EMAIL, purpose, about(audience))[0]


def review_channels(
    audience: Mapping[str, Any],
    purpose: str,
    channels: Sequence[str],
    contents: Mapping[str, Any],
    cost_of: Callable[[str, Sequence[Any]], float | None] = lambda channel, contacts: None,
) -> dict[str, Any]:
    """The same for each of ``channels``: ``channels`` as ``{channel: review}``, and how many ``people`` get any.

    ``contents`` are what the gate must know of their words: columns of ``message_contents`` by channel. Each review
    has a ``cost`` too: what ``cost_of(channel, contacts)`` says of those who get it.
    """
    contacts = list(audience_of(audience, purpose, channels))
    told, receivers = {}, set[str]()
    for channel in channels:
        told[channel], those = _summed_up(contacts, channel, purpose, about(audience), contents.get(channel))
        told[channel]["cost"] = cost_of(channel, those)
        receivers.update(contact["contact_id"] for contact in those)
    return {"people": len(receivers), "total": len(contacts), "channels": told}


def count_receivers(campaign: Any) -> int:
    """How many people would get a campaign's row now, on any channel."""
    contents = channel_contents.contents_of(campaign)
    found = review_channels(campaign["audience"] or {}, campaign["purpose"], channels_of(campaign), contents)
    return int(found["people"])


def _summed_up(
    contacts: Sequence[Any], channel: str, purpose: str, to_whom: About, content: Any = None
) -> tuple[dict[str, Any], list[Any]]:
    decisions = gate_service.review(contacts, channel, purpose, utc_now(), to_whom, content=content)
    goes, waits = sum(each.goes for each in decisions), sum(each.waits for each in decisions)
    left_out: dict[Any, list[Any]] = defaultdict(list)
    receivers = []
    for contact, decision in zip(contacts, decisions, strict=True):
        if decision.is_refused:
            left_out[decision].append(contact)
        else:
            receivers.append(contact)
    told = {
        "total": len(contacts),
        "goes": goes,
        "waits": waits,
        "left_out": [
            {"reason": why.reason, "label": why.label, "count": len(those), "people": _few(those)}
            for why, those in sorted(left_out.items(), key=lambda pair: -len(pair[1]))
        ],
        "finished_at": message_service.finished_at(channel, purpose, goes + waits, _begin(decisions)),
    }
    return told, receivers


def _begin(decisions: list[Any]) -> datetime | None:
    """When the last of those who wait may be written to."""
    return max((each.until for each in decisions if each.waits), default=None)


def _few(contacts: list[Any]) -> list[dict[str, str]]:
    return [{"contact_id": each["contact_id"], "name": name_of(each)} for each in contacts[:SAMPLE]]


def plan(campaign: Any) -> Iterator[Any]:
    """The messages of a campaign that go now: one on each channel for everybody in its audience, or why not.

    While two versions of a mail are tried, those who wait for the better one are not among them.
    """
    channels, purpose = channels_of(campaign), campaign["purpose"]
    contacts = list(audience_of(campaign["audience"] or {}, purpose, channels))
    values = offer_service.values_for(campaign, contacts)
    for channel in channels:
        yield from _plan_channel(campaign, channel, contacts, values)


def _plan_channel(
    campaign: Any, channel: str, contacts: Sequence[Any], values: Mapping[str, Mapping[str, str]]
) -> Iterator[Any]:
    contents = {row["variant"]: row for row in app_tables.message_contents.search(campaign=campaign, channel=channel)}
    to_whom = about(campaign["audience"] or {})
    decisions = gate_service.review(contacts, channel, campaign["purpose"], utc_now(), to_whom, content=contents[A])
    pairs = list(zip(contacts, decisions, strict=True))
    going = [int(contact["contact_number"]) for contact, decision in pairs if not decision.is_refused]
    versions = ab_testing.variants(campaign, going) if channel == EMAIL else dict.fromkeys(going, A)
    for contact, decision in pairs:
        variant = versions.get(int(contact["contact_number"]))
        if variant is None and not decision.is_refused:
            continue
        yield NewSend(
            contact=contact,
            channel=channel,
            purpose=campaign["purpose"],
            cause=f"campaign:{campaign['campaign_id']}",
            content=contents[variant or A],
            campaign=campaign,
            variant=variant or A,
            values=values.get(contact["contact_id"], {}),
            list_id=to_whom.list_id,
            is_important=to_whom.is_important,
            refused=decision.reason if decision.is_refused else None,
            due_at=decision.until,
        )
