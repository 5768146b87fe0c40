"""A row of a file read as a booking: when, for how many, at what price. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from ..server_shared.errors import Invalid
from ..server_shared.money import exponent, to_minor
from ..server_shared.validators import clean_text, fold
from ..server_shared.written_dates import read_written

MAX_NIGHTS = 366
MAX_GUESTS = 10_000
_STATUS_WORDS = {
    **dict.fromkeys(("check out", "checked out", "completed", "stayed", "departed", "done", "fulfilled"), "completed"),
    **dict.fromkeys(("canceled", "cancelled", "cancelled by guest", "called off"), "cancelled"),
    **dict.fromkeys(("no show", "noshow", "did not come"), "no_show"),
    **dict.fromkeys(("confirmed", "booked", "definite", "check in", "checked in", "in house", "reserved"), "confirmed"),
    **dict.fromkeys(("pending", "tentative", "option", "enquiry", "requested", "provisional"), "pending"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What rows leave unsaid."""

    now: datetime
    zone: ZoneInfo
    currency: str
    country: str


def read_booking(values: Mapping[str, list[str]], here: Setting) -> dict[str, Any]:
    """The columns of a booking, and ``location`` and ``booked_at`` as read. Raises Invalid with the reason."""
    given = {name: cells[0] for name, cells in values.items()}
    start = _moment(given.get("start", ""), here)
    if start is None:
        raise Invalid("There is no date of arrival." if not given.get("start") else "The date of arrival is no date.")
    nights = sum(whole_number(cell, "nights", MAX_NIGHTS) for cell in values.get("nights", ()))
    end = _end(given, start, nights if "nights" in values else None, here)
    if end < start:
        raise Invalid("It ends before it begins.")
    stayed = (
        nights if "nights" in values else (end.astimezone(here.zone).date() - start.astimezone(here.zone).date()).days
    )
    currency = (given.get("currency") or here.currency).upper()
    return {
        "start_datetime": start,
        "end_datetime": end,
        "duration": int((end - start).total_seconds() // 60),
        "status": _status(given.get("status", ""), end, here),
        "guests": {
            name: sum(whole_number(cell, name, MAX_GUESTS) for cell in values[name])
            for name in ("adults", "children", "babies")
            if name in values
        },
        "total_minor": _total_minor(given, stayed, currency),
        "currency": currency,
        "notes": clean_text(given.get("notes"), "notes", 20_000, lines=True) or None,
        "external_id": clean_text(given.get("external_id"), "external_id", 200) or None,
        "location": clean_text(given.get("location"), "location", 100),
        "booked_at": _moment(given.get("booked_at", ""), here),
    }


def whole_number(text: str, name: str, most: int) -> int:
    """A count such as ``2`` or ``2.0``. Raises Invalid."""
    try:
        number = Decimal(text)
        if number == number.to_integral_value() and 0 <= number <= most:
            return int(number)
    except InvalidOperation:
        pass
    raise Invalid(f"“{text[:40]}” is no number of {name}.")


def amount_of(text: str) -> Decimal:
    """A price as people write it: ``R 1,250.50``, ``1.250,50 €``, ``1250``. Raises Invalid."""
    digits = re.sub(r"[^\d.,-]", "", text)
    decimal_comma = digits.rfind(",") > digits.rfind(".") and not re.search(r",\d{3}$", digits)
    plain = digits.replace(".", "").replace(",", ".") if decimal_comma else digits.replace(",", "")
    try:
        amount = Decimal(plain)
    except InvalidOperation as error:
        raise Invalid(f"“{text[:40]}” is no price.") from error
    if amount < 0:
        raise Invalid("The price is below zero.")
    return amount


def _total_minor(given: Mapping[str, str], nights: int, currency: str) -> int:
    if "total" in given:
        amount = amount_of(given["total"])
    else:
        amount = amount_of(given["rate"]) * nights if "rate" in given else Decimal(0)
    if not re.fullmatch("[A-Z]{3}", currency):
        raise Invalid(f"“{currency[:10]}” is no currency.")
    return to_minor(round(amount, exponent(currency)), currency)


def _end(given: Mapping[str, str], start: datetime, nights: int | None, here: Setting) -> datetime:
    if nights is not None:
        return _at_wall(start, here.zone, nights)
    end = _moment(given.get("end", ""), here)
    if end is None and given.get("end"):
        raise Invalid("The date of departure is no date.")
    return end or start


def _at_wall(start: datetime, zone: ZoneInfo, days: int) -> datetime:
    return (start.astimezone(zone) + timedelta(days=days)).astimezone(start.tzinfo)


def _status(text: str, end: datetime, here: Setting) -> str:
    if not text:
        return "completed" if end < here.now else "confirmed"
    status = _STATUS_WORDS.get(" ".join(re.split(r"[\W_]+", fold(text))).strip())
    if status is None:
        raise Invalid(f"“{text[:40]}” is no state of a booking.")
    return status


def _moment(text: str, here: Setting) -> datetime | None:
    """A point in time; one without a zone is on the clocks of the business."""
    if not text:
        return None
    try:
        moment = read_written(text, here.country)
    except (ValueError, OverflowError):
        return None
    if moment.year < 1900 or moment.year > 2200:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=here.zone)
