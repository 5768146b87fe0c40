"""How marketing did in a period, beside the period before: days summed up. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ..server_shared.periods import Period
from .figure_rules import DAILY, nothing

Days = Mapping[str, Mapping[str, list[int]]]


def totals(days: Iterable[Days], period: Period) -> dict[str, dict[str, int]]:
    """Of each channel, what the days of campaigns within a period come to; and of all of them, as ``""``."""
    counts: dict[str, Counter[str]] = {"": Counter()}
    for campaign in days:
        for channel, by_day in campaign.items():
            for day, values in by_day.items():
                if period.holds(date.fromisoformat(day)):
                    found = dict(zip(DAILY, values, strict=False))  # older counts know fewer figures
                    counts.setdefault(channel, Counter()).update(found)
                    counts[""].update(found)
    return {channel: {**nothing(), **count} for channel, count in counts.items()}


def over_time(days: Iterable[Days], period: Period) -> list[dict[str, Any]]:
    """``start, sent, opened, clicked`` of each day of a period, or of each week of a long one."""
    starts = [period.start_of(n) for n in range(0, period.days, period.step)]
    points = [{"start": start, "sent": 0, "opened": 0, "clicked": 0} for start in starts]
    for campaign in days:
        for by_day in campaign.values():
            for day, values in by_day.items():
                moment = date.fromisoformat(day)
                if period.holds(moment):
                    found = dict(zip(DAILY, values, strict=False))
                    point = points[(moment - period.first).days // period.step]
                    for name in ("sent", "opened", "clicked"):
                        point[name] += found[name]
    return points


def change(now: float | None, before: float | None) -> float | None:
    """By what share a figure grew; None where there was nothing before."""
    return (now - before) / before if now is not None and before else None
