"""What a contact's figures are counted from, for many contacts at once: sales, visits, events of the past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from .contact_figures import (
    CALLED_OFF,
    SALE_COLUMNS,
    Sale,
    Visit,
    can_be_joined,
    consent_figures,
    figures_of_sales,
    figures_of_visits,
    joined_figures,
    sale_of,
)
from .contact_figures import JOINED_FIGURES as JOINED_FIGURES
from .rules import COUNTED_EVENTS, lifecycle_stage
from .segment_membership import settle

PAGE = 2000


@dataclass(slots=True)
class Ledger:
    """The sales and visits of one contact."""

    sales: list[Sale] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The columns of the contact that are counted from them."""
        return {**figures_of_sales(self.sales), **figures_of_visits(self.visits)}


@dataclass(frozen=True, slots=True)
class PastEvent:
    """Something that happened with a contact (its row) at a known time."""

    contact: Any
    event_type: str
    event_date: datetime
    event_data: Mapping[str, Any]
    related_id: str | None = None


def ledgers_of(contacts: Iterable[Any]) -> dict[str, Ledger]:
    """The ledgers of contacts' rows, by row id, in two statements."""
    contacts = list(contacts)
    ledgers = {contact.get_id(): Ledger() for contact in contacts}
    if not ledgers:
        return ledgers
    whose = q.any_of(*contacts)
    sales = app_tables.contact_transactions.search(
        q.fetch_only(*SALE_COLUMNS, contact=q.fetch_only("contact_id")), q.page_size(PAGE), contact=whose
    )
    currency = get_config()["system_currency"]
    for row in sales:
        ledgers[row["contact"].get_id()].sales.append(sale_of(row, currency))
    bookings = app_tables.bookings.search(
        q.fetch_only("start_datetime", location=q.fetch_only("location_id"), contact=q.fetch_only("contact_id")),
        q.page_size(PAGE),
        contact=whose,
        status=q.none_of(*CALLED_OFF),
    )
    for row in bookings:
        place = row["location"]["location_id"] if row["location"] else None
        ledgers[row["contact"].get_id()].visits.append((row["start_datetime"], place))
    return ledgers


def figures_with(
    contacts: Mapping[Any, tuple[Any, Mapping[str, Any]]], more: Mapping[Any, Ledger], now: datetime
) -> dict[Any, dict[str, Any]]:
    """The figures of contacts once their ledgers have grown by ``more``, under the same keys.

    ``contacts`` are pairs of the stored row (None: to be made) and its ``JOINED_FIGURES``. What a ledger had before is
    read only where the figures do not stand for it any more.
    """
    stale = [row for row, figures in contacts.values() if row is not None and not can_be_joined(figures, now)]
    anew = {row_id: ledger.figures() for row_id, ledger in ledgers_of(stale).items()}
    return {
        key: joined_figures(anew.get(row.get_id(), figures) if row is not None else figures, more[key].figures())
        for key, (row, figures) in contacts.items()
    }


def buyers_among(contacts: Iterable[Any], since: datetime, until: datetime) -> int:
    """How many of contacts' rows bought or booked something between two moments; paged, whatever their number."""
    everybody, buyers = list(contacts), set()
    for start in range(0, len(everybody), PAGE):
        sales = app_tables.contact_transactions.search(
            q.fetch_only(contact=q.fetch_only("contact_id")),
            q.page_size(PAGE),
            contact=q.any_of(*everybody[start : start + PAGE]),
            transaction_type=q.not_("refund"),
            occurred_at=q.between(since, until, max_inclusive=True),
        )
        buyers.update(sale["contact"].get_id() for sale in sales)
    return len(buyers)


def standing(figures: Mapping[str, Any], last_contact: datetime | None, now: datetime) -> dict[str, Any]:
    """The figures of a contact met by bookings, and the status, stage and last contact that follow from them."""
    days = (now - last_contact).days if last_contact else 0
    is_customer = {"status": "customer"} if figures["total_transactions"] else {}
    return {
        **figures,
        **is_customer,
        "last_contact_date": last_contact,
        "lifecycle_stage": lifecycle_stage(days, figures["total_transactions"]),
    }


def add_sales(sales: Iterable[Mapping[str, Any]]) -> None:
    """Write entries of ``contact_transactions``; the figures are counted by the caller. Needs a transaction."""
    app_tables.contact_transactions.add_rows(list(sales))


def count_sales_of(contacts: Iterable[Any]) -> None:
    """Let contacts' rows say what the ledger of sales says of them. Needs the transaction that wrote the ledger."""
    each = {contact.get_id(): contact for contact in contacts}
    ledgers = ledgers_of(each.values())
    with tables.batch_update:
        for key, contact in each.items():
            contact.update(**figures_of_sales(ledgers[key].sales))
    settle(each.values(), quietly=True)


def count_visits_that_began() -> int:
    """Let the next booking that has begun by now be the last one of its contact; how many contacts. In transactions."""
    counted = 0
    while batch := _count_begun_batch():
        counted += batch
    return counted


@tables.in_transaction
def _count_begun_batch() -> int:
    begun = app_tables.contacts.search(
        q.fetch_only("contact_id"), q.page_size(PAGE), next_booking_date=q.less_than_or_equal_to(utc_now())
    )
    contacts = list(islice(begun, PAGE))
    ledgers = ledgers_of(contacts)
    with tables.batch_update:
        for contact in contacts:
            contact.update(**figures_of_visits(ledgers[contact.get_id()].visits))
    settle(contacts)
    return len(contacts)


def add_past_events(actor: Actor, events: Iterable[PastEvent]) -> None:
    """Write events on timelines, without what follows from them. Needs a transaction."""
    app_tables.contact_events.add_rows(
        [
            {
                "contact": event.contact,
                "event_type": event.event_type,
                "event_date": event.event_date,
                "event_data": dict(event.event_data),
                "related_id": event.related_id,
                "user_visible": True,
                "author": actor.name,
            }
            for event in events
        ]
    )


def tell_past_events(actor: Actor, events: list[PastEvent], *, meets: bool) -> None:
    """Write events of counted types with all that follows from them; ``meets``: they are contact with the person.

    Needs a transaction.
    """
    add_past_events(actor, events)
    contacts = {event.contact.get_id(): event.contact for event in events}
    figures: dict[str, dict[str, Any]] = {key: {} for key in contacts}
    for event_type in {event.event_type for event in events} & set(COUNTED_EVENTS):
        for key, moments in _moments(contacts.values(), event_type).items():
            figures[key] |= {f"{event_type}_count": len(moments), f"last_{event_type}": max(moments)}
    if meets:
        for event in events:
            known = figures[event.contact.get_id()]
            before = known.get("last_contact_date") or event.contact["last_contact_date"]
            known["last_contact_date"] = max(before or event.event_date, event.event_date)
    with tables.batch_update:
        for key, contact in contacts.items():
            contact.update(**figures[key])
    settle(contacts.values(), quietly=True)


def count_consents_of(contacts: Iterable[Any]) -> None:
    """Let contacts' rows say what the ledger of consents says of them. Needs the transaction that wrote the ledger."""
    each = {contact.get_id(): contact for contact in contacts}.values()
    with tables.batch_update:
        for contact in each:
            contact.update(**consent_figures(contact))
    settle(each, quietly=True)


def _moments(contacts: Iterable[Any], event_type: str) -> dict[str, list[datetime]]:
    rows = app_tables.contact_events.search(
        q.fetch_only("event_date", contact=q.fetch_only("contact_id")),
        q.page_size(PAGE),
        contact=q.any_of(*contacts),
        event_type=event_type,
    )
    found: dict[str, list[datetime]] = {}
    for row in rows:
        found.setdefault(row["contact"].get_id(), []).append(row["event_date"])
    return found
