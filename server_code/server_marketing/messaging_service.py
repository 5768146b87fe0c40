"""Messages to customers of chosen places, on several channels: who can be chosen, who gets it, what it costs.

The campaign itself, from the draft to its end, is ``campaign_service``'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..server_customers.queries import name_of
from ..server_customers.selection_queries import ALL, WHO, Eligible, count_eligible, page_of_eligible
from ..server_messaging import whatsapp_service
from ..server_settings.location_service import list_locations
from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from ..server_shared.phones import masked
from ..server_shared.purposes import clean_purpose
from ..server_shared.validators import clean_text, validate_choice
from . import campaign_audience, message_preview, offer_service
from .campaign_queries import campaign_row
from .campaign_rules import EMAIL, clean_audience, clean_channels
from .campaign_service import update_campaign
from .channel_contents import TEXT_CHANNELS, clean_message
from .selection_rules import with_customers

PAGE = 50


def list_places(actor: Actor, purpose: str, channels: Sequence[str]) -> dict[str, Any]:
    """The ``places`` of the business as ``{location_id, name, count}``, and how many there are ``everywhere``.

    ``count`` is who booked there and agreed to ``purpose`` on one of the channels.
    """
    consents = _consents(purpose, channels)
    places = [
        {**{name: place[name] for name in ("location_id", "name", "address")}, "count": _eligible((id_,), consents)}
        for place in list_locations(actor)
        for id_ in [place["location_id"]]
    ]
    return {"places": places, "everywhere": _eligible(None, consents)}


def get_eligible_customers(
    actor: Actor,
    place_ids: Sequence[str] | None,
    filters: Mapping[str, Any],
    cursor: str | None = None,
    page_size: int = PAGE,
) -> dict[str, Any]:
    """A page of those who may be written to, by name: customers of places (None: of any, and who never booked) who
    agreed. ``customers, total, next_cursor, previous_cursor``.

    ``filters`` may name the ``channels`` and the ``purpose`` they agreed to, one of ``WHO`` as ``filter_by``, a
    ``search`` and the ``selection`` made so far. Each customer has ``contact_id, name, email, phone`` (masked),
    ``agreed`` (channels), ``last_booking`` and ``is_selected``. The first page of a list tells ``counts`` too:
    ``selected`` of all ``eligible``, and who ``booked`` at all. Raises Invalid.
    """
    chosen = _audience(place_ids, filters.get("selection") or [])
    channels = _channels(filters.get("channels") or [EMAIL])
    purpose = clean_purpose(filters.get("purpose") or "marketing")
    eligible = campaign_audience.eligible(chosen, purpose, channels)
    who = validate_choice(filters.get("filter_by") or ALL, WHO, "filter_by")
    page = page_of_eligible(eligible, who, clean_text(filters.get("search"), "search", 100), cursor, page_size)
    is_chosen = eligible.chosen(chosen["selection"])
    counts = {} if cursor else {"counts": count_eligible(eligible, chosen["selection"])}
    customers = [_customer(row, purpose, channels, is_chosen.holds(row)) for row in page.rows]
    return {"customers": customers, **page.neighbours, **counts}


def count_chosen(audience: Mapping[str, Any], purpose: str, channels: Sequence[str]) -> dict[str, int]:
    """How many are ``selected`` of all ``eligible``, and who ``booked`` at the places at all. Raises Invalid."""
    chosen = clean_audience({"selection": [], **audience})
    return count_eligible(campaign_audience.eligible(chosen, purpose, _channels(channels)), chosen["selection"])


def review_messages(
    audience: Mapping[str, Any], purpose: str, channels: Sequence[str], messages: Mapping[str, Any]
) -> dict[str, Any]:
    """Who gets a campaign of messages now, by channel, as ``review_channels``; each with its ``cost`` (None: unknown).

    Raises Invalid.
    """
    contents = {name: clean_message(name, messages.get(name)) for name in TEXT_CHANNELS}

    def cost_of(channel: str, contacts: Sequence[Any]) -> float | None:
        return message_preview.cost_of(channel, contents[channel], contacts) if channel in contents else None

    known = _channels(channels)
    found = campaign_audience.review_channels(clean_audience(audience), purpose, known, contents, cost_of)
    return {**found, "currency": get_config()["system_currency"]}


def choices(actor: Actor) -> dict[str, Any]:
    """What a campaign of messages can be made of: approved ``templates``, and ``offers``."""
    return {
        "templates": whatsapp_service.usable_templates(),
        "offers": offer_service.list_offers(actor),
    }


def add_recipients(actor: Actor, campaign_id: str, contact_ids: Sequence[str]) -> dict[str, int]:
    """Choose customers for a draft besides those chosen; the counts of ``count_chosen`` after it.

    Needs a transaction. Raises NotFound, Invalid.
    """
    return _choose(actor, campaign_id, contact_ids, chosen=True)


def remove_recipients(actor: Actor, campaign_id: str, contact_ids: Sequence[str]) -> dict[str, int]:
    """Choose customers for a draft no longer; the counts of ``count_chosen`` after it.

    Of a campaign under way those who wait are removed by ``recipient_service``. Needs a transaction. Raises NotFound,
    Invalid.
    """
    return _choose(actor, campaign_id, contact_ids, chosen=False)


def _choose(actor: Actor, campaign_id: str, contact_ids: Sequence[str], *, chosen: bool) -> dict[str, int]:
    row = campaign_row(campaign_id)
    if row["channels"] is None:
        raise Invalid("This campaign goes to segments: its recipients follow from them.")
    audience = with_customers(row["audience"] or {}, list(contact_ids), chosen=chosen)
    update_campaign(actor, campaign_id, {"audience": audience})
    return count_chosen(audience, row["purpose"], list(row["channels"]))


def _audience(place_ids: Sequence[str] | None, selection: Any) -> dict[str, Any]:
    places = {"everywhere": True} if place_ids is None else {"places": list(place_ids)}
    return clean_audience({**places, "selection": selection})


def _channels(value: Any) -> list[str]:
    return clean_channels(value) or []


def _consents(purpose: str, channels: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{channel}:{purpose}" for channel in _channels(channels))


def _eligible(places: tuple[str, ...] | None, consents: tuple[str, ...]) -> int:
    return count_eligible(Eligible(places, consents), ())["eligible"]


def _customer(row: Any, purpose: str, channels: Sequence[str], is_selected: bool) -> dict[str, Any]:
    agreed = row["agreed_to"] or ()
    return {
        "contact_id": row["contact_id"],
        "name": name_of(row),
        "email": row["email"] or "",
        "phone": masked(row["phone"]) if row["phone"] else "",
        "agreed": [channel for channel in channels if f"{channel}:{purpose}" in agreed],
        "last_booking": row["last_booking_date"],
        "is_selected": is_selected,
    }
