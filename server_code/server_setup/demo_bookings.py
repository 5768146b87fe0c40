"""Stays at the demo business: where, from when to when, and how they went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from ..server_shared.money import to_minor

ZONE = ZoneInfo("Africa/Johannesburg")
ARRIVE, LEAVE = time(14, 0), time(10, 0)
SOURCE = "demo"
LOCATIONS = (
    ("Main house", "12 Huguenot Road, Franschhoek"),
    ("Garden cottage", "12a Huguenot Road, Franschhoek"),
)
WISHES = ("", "", "", "Quiet room, please.", "Arrives after nine.", "A cot for the baby.", "Vegetarian breakfast.")


def stays(sales: Sequence[Mapping[str, Any]], now: datetime, coming_in_days: int | None) -> list[dict[str, Any]]:
    """The bookings behind a person's ``booking`` sales; the last one begins ``coming_in_days`` from now if given.

    ``place`` is the number of one of ``LOCATIONS``; all else are columns.
    """
    made = [_stay(sale, now) for sale in sales if sale["event_type"] == "booking"]
    if made and coming_in_days is not None:
        made[-1] = {**made[-1], **_dates(now + timedelta(days=coming_in_days), made[-1]["guests"]["nights"], now)}
    return made


def figures(bookings: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, Any]:
    """What a contact's bookings make of it."""
    starts = sorted(each["start_datetime"] for each in bookings if each["status"] != "no_show")
    return {
        "bookings_count": len(starts),
        "first_booking_date": starts[0] if starts else None,
        "last_booking_date": max((start for start in starts if start <= now), default=None),
        "next_booking_date": min((start for start in starts if start > now), default=None),
    }


def _stay(sale: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    random = Random(sale["related_id"])  # noqa: S311 - a story, not a secret
    nights = random.choice((1, 1, 2, 2, 3, 7))
    dates = _dates(sale["event_date"] + timedelta(days=random.randint(3, 25)), nights, now)
    if dates["status"] == "completed" and random.random() < 0.05:
        dates["status"] = "no_show"
    return {
        **dates,
        "place": random.randrange(len(LOCATIONS)),
        "notes": random.choice(WISHES) or None,
        "guests": {"adults": random.randint(1, 2), "nights": nights},
        "total_minor": to_minor(sale["event_data"]["amount"], sale["event_data"]["currency"]),
        "currency": sale["event_data"]["currency"],
        "payment_status": "paid",
        "source": SOURCE,
        "external_id": sale["related_id"],
    }


def _dates(moment: datetime, nights: int, now: datetime) -> dict[str, Any]:
    day = moment.astimezone(ZONE).date()
    start = datetime.combine(day, ARRIVE, ZONE)
    end = datetime.combine(day + timedelta(days=nights), LEAVE, ZONE)
    return {
        "start_datetime": start,
        "end_datetime": end,
        "duration": int((end - start).total_seconds() // 60),
        "status": "completed" if end < now else "confirmed",
    }
