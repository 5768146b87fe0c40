"""How a sign-up form does: where its visitors came from, and its days summed up. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..server_shared.periods import Period

COUNTED = ("views", "begun", "submits")
# A visitor who typed the address, or whose browser does not say; and what too many sources of one day become.
DIRECT, OTHER = "", "other"
MAX_SOURCE = 40
MOST_SOURCES, SHOWN = 30, 12
_UNSAFE = re.compile(r"[^\w.\- ]+")


def source_of(page: str, came_from: str) -> str:
    """Where a visitor came from: the ``utm_source`` of the page's address, else the site they were on before.

    ``page`` and ``came_from`` are whole addresses as browsers tell them. The business's own pages are no source.
    """
    there, before = _parts(page), _parts(came_from)
    told = parse_qs(there.query).get("utm_source", [""])[0]
    host = _host(before)
    return clean_source(told or ("" if host == _host(there) else host))


def clean_source(source: str) -> str:
    """A source as it is kept: few letters, nothing that could be an address of mail or name a person."""
    return " ".join(_UNSAFE.sub(" ", source.lower()).split())[:MAX_SOURCE].strip()


def _parts(address: str) -> Any:
    try:
        parts = urlsplit(address)
        parts.hostname  # noqa: B018 (raises for what is no address)
    except ValueError:
        return urlsplit("")
    return parts


def _host(parts: Any) -> str:
    return str(parts.hostname or "").removeprefix("www.")


def totals(days: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """``views, begun, submits`` of days (rows) together."""
    counts = dict.fromkeys(COUNTED, 0)
    for day in days:
        for name in COUNTED:
            counts[name] += int(day[name] or 0)
    return counts


def over_time(days: Iterable[Mapping[str, Any]], period: Period) -> list[dict[str, Any]]:
    """``start`` and the counts of each day of a period, or of each week of a long one."""
    step = period.step
    parts: list[list[Mapping[str, Any]]] = [[] for _ in range(0, period.days, step)]
    for day in days:
        if period.holds(day["day"]):
            parts[(day["day"] - period.first).days // step].append(day)
    return [{"start": period.start_of(n * step), **totals(part)} for n, part in enumerate(parts)]


def by_source(days: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """``source`` and the counts of each, what brought most answers first; of very many, those with the most."""
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for day in days:
        parts.setdefault(day["source"] or DIRECT, []).append(day)
    found = [{"source": source, **totals(part)} for source, part in parts.items()]
    return sorted(found, key=lambda each: (-each["submits"], -each["views"], each["source"]))[:SHOWN]
