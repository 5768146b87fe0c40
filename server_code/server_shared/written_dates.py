"""Dates as people and their systems write them into files."""

from __future__ import annotations

import re
from datetime import datetime

from dateutil import parser

MOST_CHARACTERS = 40
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?", re.ASCII)
NEW_YEAR = datetime(2000, 1, 1)  # noqa: DTZ001 - only fills in what a date leaves out; the zone comes with it


def read_written(text: str, country: str, default: datetime | None = NEW_YEAR) -> datetime:
    """``2026-03-04``, ``4 March 2026 14:30``, ``03/04/2026`` → the moment; its zone, where one is written, with it.

    The last is read day first, but in the United States. What is left out is as in ``default``, or as today for None.
    Raises ValueError, OverflowError.
    """
    if _ISO.fullmatch(text):
        try:
            return datetime.fromisoformat(text)  # as the parser reads it, in a fiftieth of the time
        except ValueError:
            pass  # no such month, perhaps a day: the parser tries it the other way round
    year_first = re.match(r"\d{4}", text)
    return parser.parse(text[:MOST_CHARACTERS], dayfirst=not year_first and country != "US", default=default)
