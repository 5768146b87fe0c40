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
EARLIEST, LATEST = 1900, 2200
_DATES = {"start": "arrival", "end": "departure", "booked_at": "the booking"}
# An amount, with a currency or its sign before or after it.
_SIGN = r"(?:[^\W\d_]+\.?|[^\w.,()+-])*"
_PRICE = re.compile(rf"{_SIGN}(\d{{1,3}}(?:[ '’\u00a0\u202f.,]\d{{2,3}})*(?:[.,]\d+)?|\d+(?:[.,]\d+)?){_SIGN}")
_BELOW_ZERO = re.compile(r"\D*[-(−]\s*\D?\s*\d")
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
    start = _moment(given, "start", here)
    if start is None:
        raise Invalid("There is no date of arrival.")
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
        "booked_at": _moment(given, "booked_at", here),
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
    if _BELOW_ZERO.match(text):
        raise Invalid(f"“{text[:40]}” is a price below zero.")
    found = _PRICE.fullmatch(text.strip())
    digits = re.sub(r"[^\d.,]", "", found[1]) if found else ""
    if digits.count(".") > 1 and "," not in digits:
        digits = digits.replace(".", "")
    decimal_comma = digits.rfind(",") > digits.rfind(".") and not re.search(r",\d{3}$", digits)
    plain = digits.replace(".", "").replace(",", ".") if decimal_comma else digits.replace(",", "")
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise Invalid(f"“{text[:40]}” is no price: write it as 1250.50.") from error


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
    return _moment(given, "end", here) or start


def _at_wall(start: datetime, zone: ZoneInfo, days: int) -> datetime:
    return (start.astimezone(zone) + timedelta(days=days)).astimezone(start.tzinfo)


def _status(text: str, end: datetime, here: Setting) -> str:
    if not text:
        return "completed" if end < here.now else "confirmed"
    status = _STATUS_WORDS.get(" ".join(re.split(r"[\W_]+", fold(text))).strip())
    if status is None:
        raise Invalid(f"“{text[:40]}” is no state of a booking.")
    return status


def _moment(given: Mapping[str, str], name: str, here: Setting) -> datetime | None:
    """A point in time; one without a zone is on the clocks of the business. Raises Invalid."""
    text = given.get(name)
    if not text:
        return None
    try:
        moment = read_written(text, here.country)
        if not EARLIEST <= moment.year <= LATEST:
            raise Invalid(f"“{text[:40]}” is not between {EARLIEST} and {LATEST}.")
    except Invalid as error:
        raise Invalid(f"The date of {_DATES[name]}: {error.message}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=here.zone)
