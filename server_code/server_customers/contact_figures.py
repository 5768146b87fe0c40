"""Figures of a contact, each counted from the ledger behind it whenever that grows.

What comes in by the thousand is counted by itself and joined with what stands (``joined_figures``), which is the same
as counting anew; nothing else is added to. The ledgers are ``contact_transactions`` (money), ``bookings``,
``contact_events``, ``consents`` and ``list_subscriptions``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from .rules import COUNTED_EVENTS

CALLED_OFF = ("cancelled", "no_show")
# How often somebody wants mail, the strictest wish first.
LEAST_OFTEN = ("important_only", "monthly", "weekly")


Sale = tuple[str, int, datetime]
"""Its type, its amount in minor units of the business's currency (refunds below zero), and when."""
Visit = tuple[datetime, str | None]
"""When a booking that was not called off begins, and the id of its place."""
SALE_COLUMNS = ("transaction_type", "amount_minor", "currency", "occurred_at")
_COUNTED = ("total_spent_minor", "total_transactions", "orders_count", "bookings_count")
_EARLIEST = ("first_booking_date", "next_booking_date")
_LATEST = ("last_order_date", "last_booking_date")
JOINED_FIGURES = (*_COUNTED, *_EARLIEST, *_LATEST, "locations")


def money_figures(contact: Any) -> dict[str, Any]:
    """What a contact has spent, in minor units, refunds taken off, and on how many purchases."""
    entries = app_tables.contact_transactions.search(q.fetch_only(*SALE_COLUMNS), q.page_size(1000), contact=contact)
    currency = get_config()["system_currency"]
    return figures_of_sales(sale_of(row, currency) for row in entries)


def sale_of(entry: Mapping[str, Any], currency: str) -> Sale:
    """An entry of the ledger as it counts: one in another currency is a purchase, but adds nothing to the sum."""
    amount = entry["amount_minor"] if entry["currency"] == currency else 0
    return entry["transaction_type"], amount, entry["occurred_at"]


def figures_of_sales(sales: Iterable[Sale]) -> dict[str, Any]:
    """The same, of a ledger that is at hand."""
    entries = list(sales)
    orders = [occurred_at for kind, _, occurred_at in entries if kind == "order"]
    return {
        "total_spent_minor": sum(amount for _, amount, _ in entries),
        "total_transactions": sum(1 for kind, _, _ in entries if kind != "refund"),
        "orders_count": len(orders),
        "last_order_date": max(orders, default=None),
    }


def event_figures(contact: Any, event_type: str) -> dict[str, Any]:
    """How many events of one counted type a contact has, and when the last was; nothing for other types."""
    if event_type not in COUNTED_EVENTS:
        return {}
    events = app_tables.contact_events.search(
        tables.order_by("event_date", ascending=False),
        q.page_size(1),
        q.fetch_only("event_date"),
        contact=contact,
        event_type=event_type,
    )
    last = next(iter(events), None)
    return {f"{event_type}_count": len(events), f"last_{event_type}": last["event_date"] if last else None}


def booking_figures(contact: Any) -> dict[str, Any]:
    """How many bookings a contact has that were not called off, when, and at which places."""
    bookings = app_tables.bookings.search(
        q.fetch_only("start_datetime", location=q.fetch_only("location_id")),
        q.page_size(1000),
        contact=contact,
        status=q.none_of(*CALLED_OFF),
    )
    return figures_of_visits(
        (row["start_datetime"], row["location"]["location_id"] if row["location"] else None) for row in bookings
    )


def figures_of_visits(visits: Iterable[Visit]) -> dict[str, Any]:
    """The same, of bookings that are at hand."""
    now = utc_now()
    known = sorted(visits, key=lambda visit: visit[0])
    starts = [start for start, _ in known]
    places = {place for _, place in known if place}
    return {
        "bookings_count": len(starts),
        "first_booking_date": starts[0] if starts else None,
        "last_booking_date": max((start for start in starts if start <= now), default=None),
        "next_booking_date": min((start for start in starts if start > now), default=None),
        "locations": sorted(places) or None,
    }


def can_be_joined(figures: Mapping[str, Any], now: datetime) -> bool:
    """Whether a contact's figures are still those of its ledger: not when the booking that was next has begun since."""
    coming = figures["next_booking_date"]
    return figures["bookings_count"] is not None and (coming is None or coming > now)


def joined_figures(known: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of two ledgers of sales and visits together, from the figures of each."""
    return {
        **{name: (known[name] or 0) + more[name] for name in _COUNTED},
        **{name: min(filter(None, (known[name], more[name])), default=None) for name in _EARLIEST},
        **{name: max(filter(None, (known[name], more[name])), default=None) for name in _LATEST},
        "locations": sorted({*(known["locations"] or ()), *(more["locations"] or ())}) or None,
    }


def consent_figures(contact: Any) -> dict[str, Any]:
    """What a contact agrees to now and what not any more, as ``channel:purpose``: the last entry of each decides."""
    entries = app_tables.consents.search(
        tables.order_by("recorded_at"), q.fetch_only("channel", "purpose", "state"), q.page_size(1000), contact=contact
    )
    last = {f"{entry['channel']}:{entry['purpose']}": entry["state"] for entry in entries}
    return {
        "agreed_to": sorted(name for name, state in last.items() if state == "granted") or None,
        "opted_out_of": sorted(name for name, state in last.items() if state == "withdrawn") or None,
    }


def subscription_figures(contact: Any) -> dict[str, Any]:
    """The mailing lists a contact is on, the topics they want from any of them, and the least often they asked for."""
    rows = list(
        app_tables.list_subscriptions.search(
            q.fetch_only("topics", "frequency", mailing_list=q.fetch_only("list_id", "archived_at")),
            q.page_size(100),
            contact=contact,
            status="active",
        )
    )
    known = [row for row in rows if row["mailing_list"] is not None and row["mailing_list"]["archived_at"] is None]
    asked = {row["frequency"] for row in known}
    return {
        "lists": sorted(row["mailing_list"]["list_id"] for row in known) or None,
        "topics": sorted({topic for row in known for topic in row["topics"] or ()}) or None,
        "mail_frequency": next((each for each in LEAST_OFTEN if each in asked), None),
    }


def all_figures(contact: Any) -> dict[str, Any]:
    """Every figure of a contact."""
    figures = {**money_figures(contact), **booking_figures(contact)}
    figures.update(**consent_figures(contact), **subscription_figures(contact))
    for event_type in COUNTED_EVENTS:
        figures.update(event_figures(contact, event_type))
    return figures
