"""What a task is, when it is due again, and which tasks bookings call for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_named, clean_text, validate_choice, validate_moment

STATUSES = ("pending", "completed")
PRIORITIES = ("low", "normal", "high")
REPEATS = {"day": "days", "week": "weeks", "month": "months", "year": "years"}
LONGEST = {"day": timedelta(1), "week": timedelta(7), "month": timedelta(31), "year": timedelta(366)}
MAX_TITLE = 200
ARRIVAL = "send_arrival_instructions"
# Bookings that begin within this time call for a task, due so long before they begin.
ARRIVAL_WITHIN = timedelta(days=8)
ARRIVAL_BEFORE = timedelta(days=7)


def clean_task(raw: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """The columns of a task among ``raw``; a naive ``due_date`` is in ``zone``. Raises Invalid naming all wrong."""
    cleaners = {
        "title": _title,
        "description": lambda value: clean_text(value, "description", 20_000, lines=True) or None,
        "task_type": lambda value: clean_text(value, "task_type", 60) or "to_do",
        "priority": lambda value: validate_choice(value, PRIORITIES, "priority"),
        "due_date": lambda value: validate_moment(value, zone, "due_date"),
        "repeat": clean_repeat,
    }
    return clean_named(raw, cleaners)


def clean_repeat(value: Any) -> dict[str, Any] | None:
    """``{"every": "week", "n": 2}``, with ``from`` as ``series`` keeps it where that is given, or None for once."""
    if not value:
        return None
    every, n = (value.get("every"), value.get("n", 1)) if isinstance(value, dict) else (None, None)
    is_count = isinstance(n, int) and not isinstance(n, bool) and 1 <= n <= 99
    if not isinstance(every, str) or every not in REPEATS or not is_count:
        raise Invalid("A task repeats every 1 to 99 days, weeks, months or years.")
    begins = validate_moment(value.get("from"), ZoneInfo("UTC"), "repeat")
    return {"every": every, "n": n, **({"from": begins.isoformat()} if begins else {})}


def series(repeat: Mapping[str, Any] | None, due: datetime | None) -> dict[str, Any] | None:
    """``repeat`` with the time its series counts ``from``: that of its first task, however later ones are put off.

    Counted from the last one, the end of January would be the 28th for ever, and a Monday put off once no Monday.
    """
    return {"from": due.isoformat(), **repeat} if repeat and due else dict(repeat) if repeat else None


def repeat_of_edit(known: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a task of columns ``known`` repeats by once somebody edits it: another rule or time begins a new series."""
    before, wanted = known["repeat"], changes.get("repeat", known["repeat"])
    is_moved = changes.get("due_date", known["due_date"]) != known["due_date"]
    if not wanted or is_moved or _rule(wanted) != _rule(before):
        return _rule(wanted)
    return before


def _rule(repeat: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {"every": repeat["every"], "n": repeat["n"]} if repeat else None


def next_due(due: datetime, repeat: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> datetime:
    """The next time after ``now`` (and after ``due``) that a repeating task is due: the same hour of ``zone``'s clocks.

    Months keep the day of the ``series`` where they can: from 31 January come 28 February and 31 March.
    """
    begins = datetime.fromisoformat(repeat["from"]) if "from" in repeat else due
    local = begins.astimezone(zone)
    latest = max(due, now)
    # At least so many have passed, whatever the months and the clocks did.
    times = max(0, (latest - begins) // (LONGEST[repeat["every"]] * repeat["n"]) - 1)
    while True:
        times += 1
        step = relativedelta(**{REPEATS[repeat["every"]]: repeat["n"] * times})
        moment = (local.replace(tzinfo=None) + step).replace(tzinfo=zone).astimezone(UTC)
        if moment > latest:
            return moment


def arrival_task(booking: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The task a booking calls for: None when it is called off, long gone or still far away. ``cause`` is its alone."""
    start = booking["start_datetime"]
    if booking["status"] not in ("pending", "confirmed") or not now < start <= now + ARRIVAL_WITHIN:
        return None
    return {
        "title": f"Send arrival instructions for {booking['booking_number']}",
        "task_type": ARRIVAL,
        "due_date": max(now, start - ARRIVAL_BEFORE),
        "cause": f"{ARRIVAL}:{booking['booking_number']}",
    }


def arrival_due(start: datetime, now: datetime, due: datetime | None, snoozed_until: datetime | None) -> datetime:
    """When the arrival task of a booking that begins at ``start`` is due, being due at ``due`` so far.

    Somebody's own choice of a time before the arrival holds.
    """
    wanted = start - ARRIVAL_BEFORE
    if snoozed_until is not None and snoozed_until < start:
        return snoozed_until
    if wanted > now:
        return wanted
    return due if due is not None and due < start else now


def _title(value: Any) -> str:
    title = clean_text(value, "title", MAX_TITLE)
    if not title:
        raise Invalid("Please say what is to be done.")
    return title
