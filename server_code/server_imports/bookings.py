"""Storing rows that are bookings: with their guests, who are made where unknown, their places, and what was paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..server_bookings import booking_service
from ..server_bookings.booking_service import CALLED_OFF
from ..server_customers import import_export, ledger_service
from ..server_customers.import_export import Candidate, Person
from ..server_sequences import automation_service
from ..server_settings import location_service
from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from ..server_shared.money import to_major
from ..server_shared.validators import fold
from .booking_rows import Setting, read_booking
from .rows import CREATED, REFUSED, SKIPPED, Batch, Outcome

PAID = "completed"
_OTHER_CURRENCY = "It was paid in {}: what the guest has spent is counted in {}, without it."


@dataclass(slots=True)
class Stay:
    """A booking read, and whose it is once that is decided."""

    columns: dict[str, Any]
    candidate: Candidate
    person: Person | None = None

    @property
    def met_at(self) -> datetime:
        """When the guest was last in contact by this booking: the stay itself, or when it was booked."""
        start = self.columns["start_datetime"]
        return (self.columns["booked_at"] or start) if self.columns["status"] in CALLED_OFF else start


def store_bookings(actor: Actor, batch: Batch) -> list[Outcome]:
    """Store bookings with their guests. One that is here already, by its source and its id there, is left alone."""
    read = _read(batch)
    stays = [stay for stay in read if isinstance(stay, Stay)]
    ids = {stay.columns["external_id"] for stay in stays}
    known = set(booking_service.known_external_ids(batch.source, ids))
    columns = ledger_service.JOINED_FIGURES
    book = import_export.address_book([stay.candidate for stay in stays], batch.plan, columns=columns)
    outcomes, new = [], []
    for stay in read:
        if isinstance(stay, Outcome):
            outcomes.append(stay)
        elif stay.columns["external_id"] in known:
            outcomes.append(Outcome(SKIPPED, "This booking is here already."))
        else:
            known.add(stay.columns["external_id"])
            decision = book.decide(stay.candidate, batch.plan)
            stay.person = decision.person
            new.append(stay)
            outcomes.append(Outcome(CREATED, " ".join(stay.candidate.remarks)))
    if new:
        _store(actor, batch, new)
    return outcomes


def _read(batch: Batch) -> list[Stay | Outcome]:
    config = get_config()
    zone = ZoneInfo(config["time_zone"])
    here = Setting(batch.plan.now, zone, config["system_currency"], config["default_country"])
    return [_stay(batch, position, here) for position in range(len(batch.rows))]


def _stay(batch: Batch, position: int, here: Setting) -> Stay | Outcome:
    row = batch.rows[position]
    candidate = import_export.understand(row, batch.plan)
    if candidate.reason:
        return Outcome(REFUSED, candidate.reason)
    try:
        columns = read_booking(batch.values(row), here)
    except Invalid as error:
        return Outcome(REFUSED, error.message)
    # A booking without an id of its own is known by its place in the file.
    columns["external_id"] = columns["external_id"] or f"{batch.file_hash[:16]}-{batch.first_row + position + 1}"
    stay = Stay(columns, candidate)
    met = min(stay.met_at, batch.plan.now)
    candidate.fields |= {"date_added": min(columns["booked_at"] or met, met), "last_contact_date": met}
    candidate.fields.setdefault("source", "Booking")
    if _is_paid(stay) and columns["currency"] != here.currency:
        candidate.remarks.append(_OTHER_CURRENCY.format(columns["currency"], here.currency))
    return stay


def _store(actor: Actor, batch: Batch, stays: list[Stay]) -> None:
    places = location_service.rows_by_name(actor, (stay.columns["location"] for stay in stays))
    for stay in stays:
        name = stay.columns.pop("location")
        stay.columns["location"] = places.get(fold(name))
    people = list({id(stay.person): stay.person for stay in stays}.values())
    _count_figures(batch, people, stays)
    import_export.store_people(people, batch.origin, actor, batch.plan)
    rows = booking_service.add_bookings(actor, [_booking_columns(stay, batch) for stay in stays])
    paid = [pair for pair in zip(stays, rows, strict=True) if _is_paid(pair[0])]
    ledger_service.add_sales(_sale(stay, row["booking_number"]) for stay, row in paid)
    kept = [pair for pair in zip(stays, rows, strict=True) if pair[0].columns["status"] not in CALLED_OFF]
    ledger_service.add_past_events(actor, (_event(stay, row["booking_number"], batch) for stay, row in kept))
    if batch.starts_sequences:
        for _, row in kept:
            automation_service.fire("booking_created", row["contact"], {"cause": f"booking:{row['booking_number']}"})


def _count_figures(batch: Batch, people: Iterable[Person], stays: list[Stay]) -> None:
    """Let people have the figures that follow from what they had and from these bookings."""
    currency = get_config()["system_currency"]
    brought = {id(person): ledger_service.Ledger() for person in people}
    met = {id(person): person.columns.get("last_contact_date") for person in people}
    for stay in stays:
        ledger, key = brought[id(stay.person)], id(stay.person)
        if stay.columns["status"] not in CALLED_OFF:
            place = stay.columns["location"]
            ledger.visits.append((stay.columns["start_datetime"], place["location_id"] if place else None))
        if _is_paid(stay):
            ledger.sales.append(ledger_service.sale_of(_sale(stay, ""), currency))
        when = min(stay.met_at, batch.plan.now)
        met[key] = max(met[key] or when, when)
    stored = {id(person): (person.row, person.columns) for person in people}
    grown = ledger_service.figures_with(stored, brought, batch.plan.now)
    for person in people:
        figures = ledger_service.standing(grown[id(person)], met[id(person)], batch.plan.now)
        changed = {name: value for name, value in figures.items() if person.columns.get(name) != value}
        person.columns.update(changed)
        if person.row is not None:
            person.changed.update(changed)


def _is_paid(stay: Stay) -> bool:
    return stay.columns["status"] == PAID and stay.columns["total_minor"] > 0


def _booking_columns(stay: Stay, batch: Batch) -> dict[str, Any]:
    columns = {name: value for name, value in stay.columns.items() if name != "booked_at" and value is not None}
    payment = {"payment_status": "paid"} if _is_paid(stay) else {}
    return {**columns, **payment, "contact": stay.person.row if stay.person else None, "source": batch.source}


def _sale(stay: Stay, number: str) -> dict[str, Any]:
    return {
        "contact": stay.person.row if stay.person else None,
        "transaction_type": "booking",
        "transaction_id": number,
        "amount_minor": stay.columns["total_minor"],
        "currency": stay.columns["currency"],
        "occurred_at": stay.columns["start_datetime"],
    }


def _event(stay: Stay, number: str, batch: Batch) -> ledger_service.PastEvent:
    columns = stay.columns
    amount = {"amount": to_major(columns["total_minor"], columns["currency"]), "currency": columns["currency"]}
    when = min(columns["start_datetime"], columns["booked_at"] or batch.plan.now)
    return ledger_service.PastEvent(stay.person.row if stay.person else None, "booking", when, amount, number)
