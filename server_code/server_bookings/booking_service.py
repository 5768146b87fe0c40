"""Bookings as far as contacts need them: who comes when and where, for how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.money import to_major

PREFIX = "BK-"
PAGE = 50
SHOWN = ("booking_number", "start_datetime", "end_datetime", "status", "total_minor", "currency")
CALLED_OFF = ("cancelled", "no_show")
STATUSES = ("pending", "confirmed", "cancelled", "completed", "no_show")


def generate_booking_numbers(count: int) -> list[str]:
    """As many next numbers, ``BK-1``, ``BK-2`` …; no two bookings ever share one. Needs a transaction."""
    return [f"{PREFIX}{number}" for number in take_numbers("bookings", count)]


def generate_booking_number() -> str:
    """The next number. Needs a transaction."""
    return generate_booking_numbers(1)[0]


def known_external_ids(source: str, external_ids: Iterable[str]) -> dict[str, Any]:
    """The bookings of another system that are here already: its id → our row."""
    rows = app_tables.bookings.search(q.page_size(1000), source=source, external_id=q.any_of(*external_ids))
    return {row["external_id"]: row for row in rows}


def add_bookings(actor: Actor, bookings: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Store several bookings whose columns were cleaned; their rows. Needs a transaction; figures are counted after."""
    now = utc_now()
    made = {"created_by": actor.user, "created_at": now, "updated_at": now, "version": 1}
    numbers = generate_booking_numbers(len(bookings))
    rows = ({**made, "booking_number": number, **booking} for number, booking in zip(numbers, bookings, strict=True))
    return app_tables.bookings.add_rows(rows)


def bookings_of(contact: Any, page: int = 0, upcoming: bool | None = None) -> dict[str, Any]:
    """A page of a contact's bookings with their ``location``, as ``newest_bookings_of`` has them.

    ``upcoming``: only those that have not ended, the next first; False: only those that have.
    """
    rows = _search(contact, PAGE, upcoming, location=q.fetch_only("name"))
    found = list(islice(rows, page * PAGE, (page + 1) * PAGE + 1))
    bookings = [{**_record(row), "location": row["location"]["name"] if row["location"] else ""} for row in found]
    return {"bookings": bookings[:PAGE], "more": len(found) > PAGE}


def newest_bookings_of(contact: Any, size: int) -> dict[str, Any]:
    """A contact's ``bookings``, the latest start first, and whether there are ``more``; in one statement."""
    found = list(islice(_search(contact, size), size + 1))
    return {"bookings": [_record(row) for row in found[:size]], "more": len(found) > size}


def _search(contact: Any, size: int, upcoming: bool | None = None, **links: Any) -> Any:
    order = tables.order_by("start_datetime", ascending=upcoming is True)
    when = {}
    if upcoming is not None:
        ends = q.greater_than if upcoming else q.less_than_or_equal_to
        when = {"end_datetime": ends(utc_now())}
    query = (order, q.page_size(size + 1), q.fetch_only(*SHOWN, **links))
    return app_tables.bookings.search(*query, contact=contact, **when)


def _record(row: Any) -> dict[str, Any]:
    currency = row["currency"]
    return {
        **{name: row[name] for name in ("booking_number", "start_datetime", "end_datetime", "status", "currency")},
        "total": to_major(row["total_minor"] or 0, currency) if currency else None,
    }
