"""The demo business: a small guest house with a café in Franschhoek, its people, and what they did of late.

Everything follows from ``demo_people`` and today's date: the same business on every computer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_auth.accounts import add_sign_in
from ..server_bookings import booking_service
from ..server_customers import ledger_service
from ..server_customers.company_service import company_columns
from ..server_customers.contact_service import generate_contact_ids, new_contact_columns
from ..server_customers.labels import remember_labels
from ..server_customers.queries import find_contact_row
from ..server_customers.rules import lifecycle_stage
from ..server_customers.segment_service import make_built_in_segments
from ..server_settings import location_service
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from ..server_shared.config import FEATURES, get_config, save_config
from ..server_shared.errors import Invalid
from ..server_shared.money import to_major, to_minor
from ..server_shared.phones import validate_phone_number
from ..server_shared.validators import fold
from . import demo_bookings, demo_campaigns, demo_dealings, demo_inbox, demo_newsletters, demo_phone, demo_sequences
from .demo_people import CUSTOMER, NOTES, PEOPLE, SIGN_INS

PASSWORD = "demo-mybizz"  # noqa: S105 - public by design: demo instances listen on the loopback interface only
CURRENCY = "ZAR"
STAFF = "Sipho Dube"
LONG_QUIET = timedelta(days=190)
ROOM_RATES_MINOR = (145_000, 189_000, 235_000)
CAFE_BILLS_MINOR = (18_500, 32_000, 47_550)


def load_demo_business() -> dict[str, int]:
    """Fill an empty instance with the demo business; how many contacts it has. A second run changes nothing.

    Raises Invalid in an instance of somebody's own: the demo's password is public.
    """
    if not get_config()["is_demo"] and (len(app_tables.users.search()) or len(app_tables.contacts.search())):
        raise Invalid("The demo business is for empty instances only.")
    _make_business()
    _make_sign_ins()
    count = _make_contacts()
    _link_customer()
    make_built_in_segments(SYSTEM)
    demo_newsletters.make_newsletters()
    demo_campaigns.make_campaigns()
    demo_phone.make_templates()
    demo_sequences.make_sequences()
    demo_inbox.make_conversations()
    return {"contacts": count}


@tables.in_transaction
def _make_business() -> None:
    save_config(
        business_name="Bluegum House & Café",
        address="18 Bluegum Lane\nStellenbosch 7600",
        primary_color="#2F6B4F",
        accent_color="#8A5A2B",
        system_currency=CURRENCY,
        time_zone="Africa/Johannesburg",
        locale="en_ZA",
        default_country="ZA",
        features_enabled=dict.fromkeys(FEATURES, True),
        messaging={
            "sender": {"name": "Bluegum House", "address": "hello@bluegum.test"},
            "phone": demo_phone.NUMBERS,
        },
        is_demo=True,
    )


@tables.in_transaction
def _make_sign_ins() -> None:
    for email, name, role in SIGN_INS:
        if app_tables.users.get(email=email) is None:
            add_sign_in(email, name, role, PASSWORD)


@tables.in_transaction
def _make_contacts() -> int:
    count = len(app_tables.contacts.search())
    if count:
        return count
    now = utc_now()
    stories = [
        _story(person, now, Random(index))  # noqa: S311 - a story, not a secret
        for index, person in enumerate(PEOPLE)
    ]
    columns = [
        new_contact_columns(fields, contact_id, now, SYSTEM)
        for (fields, *_), contact_id in zip(stories, generate_contact_ids(len(stories)), strict=True)
    ]
    companies = company_columns(SYSTEM, [fields["company"] for fields, *_ in stories])
    rows = app_tables.contacts.add_rows({**each, **companies.get(each["company"] or "", {})} for each in columns)
    events = [{"contact": row, **event} for row, (_, told, _) in zip(rows, stories, strict=True) for event in told]
    app_tables.contact_events.add_rows(events)
    app_tables.contact_transactions.add_rows(_transaction(event) for event in events if event["related_id"])
    _make_bookings([(row, stay) for row, (*_, stays) in zip(rows, stories, strict=True) for stay in stays])
    demo_dealings.make_consents(rows, now)
    demo_dealings.make_tasks(rows)
    demo_dealings.make_offers(SYSTEM, now.date())
    remember_labels({tag for row in columns for tag in row["tags"] or ()}, {row["source"] for row in columns})
    return len(columns)


@tables.in_transaction
def _link_customer() -> None:
    """The customer among the sign-ins is one of the contacts."""
    first_name, last_name = CUSTOMER[1].split(maxsplit=1)
    app_tables.users.get(email=CUSTOMER[0])["contact"] = find_contact_row(_email(first_name, last_name))


def _make_bookings(stays: list[tuple[Any, dict[str, Any]]]) -> None:
    """Store the stays of contacts, the earliest first, at the places of the business."""
    places = {place["name"]: place["location_id"] for place in location_service.list_locations(SYSTEM)}
    for name, address in demo_bookings.LOCATIONS:
        if name not in places:
            places[name] = location_service.save_location(SYSTEM, {"name": name, "address": address})
    rows = [location_service.get_location_row(places[name]) for name, _ in demo_bookings.LOCATIONS]
    ordered = sorted(stays, key=lambda pair: pair[1]["start_datetime"])
    booking_service.add_bookings(
        SYSTEM,
        [
            {**{name: value for name, value in stay.items() if name != "place"}, "contact": contact}
            | {"location": rows[stay["place"]]}
            for contact, stay in ordered
        ],
    )
    guests = {contact.get_id(): contact for contact, _ in ordered}
    ledgers = ledger_service.ledgers_of(guests.values())
    with tables.batch_update:
        for key, contact in guests.items():
            contact.update(locations=ledgers[key].figures()["locations"])


def _story(
    person: tuple, now: datetime, random: Random
) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """A contact's fields, the events of its timeline, and its stays."""
    first_name, last_name, company, phone, tags, source, days_known, bookings, orders = person
    known_since = now - timedelta(days=days_known, hours=random.randrange(1, 9))
    until = now - LONG_QUIET if days_known > 200 and days_known % 4 == 1 else now
    events = [_event("created", known_since, {"source": source}), *_sales(known_since, until, bookings, orders, random)]
    if days_known % 3 == 0:
        note = {"note": NOTES[days_known % len(NOTES)], "author": "staff@demo.test"}
        events.append(_event("note", _moment(known_since, until, random), note))
    events.sort(key=lambda event: event["event_date"])
    stays = demo_bookings.stays(events, now, days_known % 20 + 1 if days_known % 3 == 2 else None)
    person_fields = {
        "first_name": first_name,
        "last_name": last_name,
        "company": company or None,
        "email": _email(first_name, last_name),
        "phone": validate_phone_number(phone, "ZA"),
        "tags": list(tags) or None,
        "source": source,
        "date_added": known_since,
        "created_at": known_since,
    }
    return {**person_fields, **_figures(events, now), **demo_bookings.figures(stays, now)}, events, stays


def _figures(events: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """What the events of a contact, in order of time, make of it."""
    sales = [event for event in events if event["related_id"]]
    last_contact = events[-1]["event_date"]
    moments = {kind: [e["event_date"] for e in events if e["event_type"] == kind] for kind in ("order", "note")}
    return {
        "orders_count": len(moments["order"]),
        "last_order_date": max(moments["order"], default=None),
        "note_count": len(moments["note"]),
        "last_note": max(moments["note"], default=None),
        "status": "customer" if sales else "lead",
        "last_contact_date": last_contact,
        "total_spent_minor": sum(to_minor(event["event_data"]["amount"], CURRENCY) for event in sales),
        "total_transactions": len(sales),
        "lifecycle_stage": lifecycle_stage((now - last_contact).days, len(sales)),
    }


def _sales(begin: datetime, end: datetime, bookings: int, orders: int, random: Random) -> list[dict[str, Any]]:
    prices = [("booking", ROOM_RATES_MINOR)] * bookings + [("order", CAFE_BILLS_MINOR)] * orders
    return [_sale(kind, _moment(begin, end, random), random.choice(rates), random) for kind, rates in prices]


def _moment(begin: datetime, end: datetime, random: Random) -> datetime:
    return begin + (end - begin) * random.uniform(0.02, 0.98)


def _event(kind: str, moment: datetime, event_data: dict[str, Any], related_id: str | None = None) -> dict[str, Any]:
    return {
        "event_type": kind,
        "event_date": moment,
        "event_data": event_data,
        "related_id": related_id,
        "user_visible": True,
        "author": STAFF,
    }


def _sale(kind: str, moment: datetime, price_minor: int, random: Random) -> dict[str, Any]:
    data = {"amount": to_major(price_minor, CURRENCY), "currency": CURRENCY}
    return _event(kind, moment, data, related_id=f"demo-{kind}-{random.getrandbits(40):010x}")


def _transaction(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "contact": event["contact"],
        "transaction_type": event["event_type"],
        "transaction_id": event["related_id"],
        "amount_minor": to_minor(event["event_data"]["amount"], CURRENCY),
        "currency": CURRENCY,
        "occurred_at": event["event_date"],
    }


def _email(first_name: str, last_name: str) -> str:
    words = fold(f"{first_name}.{last_name}")
    return f"{''.join(c for c in words if c.isascii() and (c.isalnum() or c == '.'))}@example.com"
