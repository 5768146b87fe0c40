"""Dates as people and their systems write them into files."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from dateutil import parser

from .errors import Invalid

MOST_CHARACTERS = 40
WHOLE = ("year", "month", "day")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)", re.ASCII)
_YEARS = parser.parserinfo()
# What a date leaves out is another in each: so it is known what it says.
_FILLS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - only fill in; the zone comes with the date


def read_written(text: str, country: str, needs: Collection[str] = WHOLE) -> datetime:
    """``2026-03-04``, ``4 March 2026 14:30``, ``03/04/2026`` → the moment; its zone, where one is written, with it.

    The last is read day first, but in the United States, and never the other way round. What is left out beside
    ``needs`` is the first of its kind, and the year 2000. Raises Invalid with what was read and how to write it.
    """
    try:
        if _ISO.fullmatch(text):
            return datetime.fromisoformat(text)
        numbers = _NUMBERS.match(text)
        if numbers:
            day = _day_of(numbers, country)
            if numbers.end() == len(text):
                return day
        return _read_freely(text[:MOST_CHARACTERS], needs, day_first=country != "US" and not re.match(r"\d{4}", text))
    except (ValueError, OverflowError) as error:
        example = "12/31/2026" if country == "US" else "31/12/2026"
        raise Invalid(f"“{text[:MOST_CHARACTERS]}” is no date: write it as {example} or 2026-12-31.") from error


def _day_of(numbers: re.Match[str], country: str) -> datetime:
    first, second, year = int(numbers[1]), int(numbers[3]), int(numbers[4])
    month, day = (first, second) if country == "US" else (second, first)
    return datetime(_YEARS.convertyear(year, century_specified=len(numbers[4]) == 4), month, day)  # noqa: DTZ001 - as above


def _read_freely(text: str, needs: Collection[str], *, day_first: bool) -> datetime:
    read, other = (parser.parse(text, dayfirst=day_first, default=fill) for fill in _FILLS)
    missing = [name for name in needs if getattr(read, name) != getattr(other, name)]
    if missing:
        raise ValueError(missing)
    return read
