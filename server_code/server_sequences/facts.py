"""What the engine must know of people in sequences: what they bought and booked since, in a statement each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from .moves import Known, purchases_of

PAGE = 1000
CALLED_OFF = ("cancelled", "no_show")
_OF = q.fetch_only("contact_number")


def known_of(enrolments: Sequence[Any], steps: Mapping[str, Sequence[Any]]) -> list[Known]:
    """What is known of the people of ``enrolments`` (rows), in their order; no more than their sequences ask for."""
    asking = [_asks(row["campaign"], steps[row["campaign"].get_id()]) for row in enrolments]
    sales = _sales([row["contact"] for row, asks in zip(enrolments, asking, strict=True) if "sales" in asks])
    visits = _bookings([row["contact"] for row, asks in zip(enrolments, asking, strict=True) if "bookings" in asks])
    now, found = utc_now(), []
    for row in enrolments:
        since, who = row["enrolled_date"], row["contact"].get_id()
        booked = [visit for visit in visits[who] if visit["created_at"] and visit["created_at"] > since]
        found.append(
            Known(
                bought=purchases_of(sales[who], since),
                booked=bool(booked),
                has_appointment=any(visit["start_datetime"] > now for visit in visits[who]),
                status_before=row["status_before"] or "",
            )
        )
    return found


def _asks(campaign: Any, steps: Sequence[Any]) -> set[str]:
    goal = ((campaign["settings"] or {}).get("goal") or {}).get("kind")
    rules = {name for step in steps for name in step["skip_if"] or {}}
    wants_sales = goal == "purchase" or "already_purchased" in rules
    wants_bookings = goal == "booking" or "has_appointment" in rules
    return {name for name, wanted in (("sales", wants_sales), ("bookings", wants_bookings)) if wanted}


def _sales(contacts: Sequence[Any]) -> Mapping[str, list[Any]]:
    columns = q.fetch_only("transaction_type", "occurred_at", contact=_OF)
    return _by_contact(app_tables.contact_transactions, contacts, columns)


def _bookings(contacts: Sequence[Any]) -> Mapping[str, list[Any]]:
    columns = q.fetch_only("start_datetime", "created_at", contact=_OF)
    return _by_contact(app_tables.bookings, contacts, columns, status=q.none_of(*CALLED_OFF))


def _by_contact(table: Any, contacts: Sequence[Any], columns: Any, **only: Any) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    if contacts:
        for row in table.search(columns, q.page_size(PAGE), contact=q.any_of(*contacts), **only):
            found[row["contact"].get_id()].append(row)
    return found
