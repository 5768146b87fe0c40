"""Sequences that begin by the calendar: birthdays, dates of one's own, appointments, and long silence.

Looked at once a day. A day is looked at again on the two that follow it, so that nights without a server lose nothing;
the cause of each entry names the day, so that nobody enters twice for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.custom_field_service import custom_fields
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone, get_config
from . import automation_service
from .engine import CONTACT_COLUMNS
from .rules import DATED, falls_on, offset_days

LOOK_BACK_DAYS = 3
PAGE = 1000
BATCH = 200
CALLED_OFF = ("cancelled", "no_show")

Cause = tuple[Any, str]


def start_dated_sequences(campaign_id: str = "") -> int:
    """Let all enter whose day has come, or those of one sequence; how many. Opens transactions."""
    if not get_config()["features"]["marketing_enabled"]:
        return 0
    entered = 0
    zone = business_zone()
    for campaign in automation_service.active_with(*DATED):
        if campaign_id in ("", campaign["campaign_id"]):
            days = _days(campaign["started_at"], zone)
            people: dict[str, list[Any]] = defaultdict(list)
            for contact, cause in _FINDERS[campaign["trigger_type"]](campaign["trigger_conditions"] or {}, days, zone):
                people[cause].append(contact)
            for cause, those in people.items():
                for first in range(0, len(those), BATCH):
                    entered += _enter_batch(campaign, those[first : first + BATCH], cause)
    return entered


@tables.in_transaction
def _enter_batch(campaign: Any, people: list[Any], cause: str) -> int:
    return len(automation_service.enter(campaign, people, {"cause": cause}))


def _days(began: datetime, zone: ZoneInfo) -> list[date]:
    """Today and the days before it that are looked at again, none from before the sequence ran; the newest first."""
    today = utc_now().astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(LOOK_BACK_DAYS)]
    return [day for day in days if day >= began.astimezone(zone).date()] or [today]


def _date_column(key: str) -> str | None:
    """The column of the business's own field ``key``, if that is a date."""
    field = custom_fields().get(key)
    return field.column if field is not None and field.kind == "date" else None


def _birthdays(conditions: Mapping[str, Any], days: list[date], zone: ZoneInfo) -> Iterator[Cause]:
    column = _date_column(conditions.get("field") or "")
    kept = [day - timedelta(days=offset_days(conditions)) for day in days]
    for contact in _contacts(column, {column: q.not_(None)}) if column else ():
        for day in kept:
            if falls_on(contact[column], day):
                yield contact, f"birthday:{day.year}"


def _own_dates(conditions: Mapping[str, Any], days: list[date], zone: ZoneInfo) -> Iterator[Cause]:
    column = _date_column(conditions.get("field") or "")
    wanted = [day - timedelta(days=offset_days(conditions)) for day in days]
    for contact in _contacts(column, {column: q.any_of(*wanted)}) if column else ():
        yield contact, f"{conditions['field']}:{contact[column]}"


def _silences(conditions: Mapping[str, Any], days: list[date], zone: ZoneInfo) -> Iterator[Cause]:
    longest = timedelta(days=int(conditions["days_inactive"]))
    begin, end = (datetime.combine(day, time(), zone).astimezone(UTC) - longest for day in (days[-1], days[0]))
    passed = {"last_contact_date": q.between(begin, end + timedelta(days=1))}
    for contact in _contacts("last_contact_date", passed):
        yield contact, f"silence:{contact['last_contact_date'].date()}"


def _appointments(conditions: Mapping[str, Any], days: list[date], zone: ZoneInfo) -> Iterator[Cause]:
    offset = timedelta(days=offset_days(conditions))
    begin, end = (datetime.combine(day - offset, time(), zone).astimezone(UTC) for day in (days[-1], days[0]))
    rows = app_tables.bookings.search(
        q.fetch_only("booking_number", contact=q.fetch_only(*CONTACT_COLUMNS)),
        q.page_size(PAGE),
        start_datetime=q.between(begin, end + timedelta(days=1)),
        status=q.none_of(*CALLED_OFF),
    )
    for row in rows:
        if row["contact"] is not None and row["contact"]["archived_at"] is None:
            yield row["contact"], f"appointment:{row['booking_number']}"


def _contacts(column: str, wanted: Mapping[str, Any]) -> Any:
    columns = q.fetch_only(*{*CONTACT_COLUMNS, column})
    return app_tables.contacts.search(columns, q.page_size(PAGE), archived_at=None, **wanted)


_FINDERS: Mapping[str, Callable[[Mapping[str, Any], list[date], ZoneInfo], Iterator[Cause]]] = {
    "birthday": _birthdays,
    "vaccination_due": _own_dates,
    "inactivity": _silences,
    "appointment": _appointments,
}
