"""What the messages, clicks and sales of a campaign come to. Pure.

A person counts once, however often they open; machines (``engagement_rules``) count nowhere but in the raw figures.
Rates are unique people ÷ messages delivered. A channel that never reports deliveries counts what went and did not come
back, so that rates of plain SMTP can be told at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

# What each figure counts: a message that was opened was delivered and sent too.
OPENED = ("opened", "clicked")
DELIVERED = ("delivered", "read", *OPENED, "complained", "unsubscribed")
WENT = ("sent", *DELIVERED, "bounced")
WAITING = ("pending", "sending", "held")
APART = ("bounced", "complained", "unsubscribed", "failed", "skipped", "cancelled", "unknown")
# Every status of a message, the usual ones first.
USUAL_FIRST = (
    *("delivered", "pending", "sent", "opened", "clicked", "skipped", "bounced", "read", "failed", "sending"),
    *("unsubscribed", "complained", "held", "cancelled", "unknown"),
)
COUNTS = ("waiting", "sent", "delivered", "opened", "clicked", *APART)
MACHINES = ("machine_opened", "raw_opens", "raw_clicks", "machine_clicks")
RESULTS = ("conversions", "revenue_minor", "responses", "cost_e4")
FIGURES = ("total", *COUNTS, *MACHINES, *RESULTS)
DAILY = ("sent", "delivered", "opened", "clicked", "bounced", "complained", "unsubscribed", "cost_e4")
HOURLY = timedelta(hours=72)
MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of a campaign; ``cost_e4`` is what it costs if it goes, in ten-thousandths of the currency."""

    status: str
    channel: str
    variant: str
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    opened_at: datetime | None = None
    clicked_at: datetime | None = None
    machine_opened_at: datetime | None = None
    segments: Sequence[str] = ()
    answered: bool = False
    cost_e4: int = 0


@dataclass(frozen=True, slots=True)
class Click:
    """A click in the message with the key ``send``."""

    send: str
    channel: str
    variant: str
    url: str
    place: int | None
    is_machine: bool


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale or refund that a campaign brought about."""

    amount_minor: int
    channel: str
    variant: str


def nothing() -> dict[str, int]:
    """The figures of a campaign that has not begun."""
    return dict.fromkeys(FIGURES, 0)


def figures(
    sends: Iterable[Sent],
    clicks: Iterable[Click] = (),
    sales: Iterable[Sale] = (),
    raw_opens: int = 0,
    silent: frozenset[str] | None = None,
) -> dict[str, int]:
    """``FIGURES`` of messages and what followed from them. ``sent`` holds what was delivered, and so on.

    ``silent`` are the channels that report no deliveries, where the messages are not all that tell.
    """
    messages, all_clicks = list(sends), list(clicks)
    quiet = silent_channels(messages) if silent is None else silent
    counts = Counter(name for each in messages for name in _names(each, quiet))
    counts["cost_e4"] = sum(each.cost_e4 for each in messages if each.status in WENT)
    counts["raw_clicks"] = len(all_clicks)
    counts["machine_clicks"] = sum(click.is_machine for click in all_clicks)
    counts["raw_opens"] = raw_opens
    for sale in sales:
        counts["conversions"] += sale.amount_minor > 0
        counts["revenue_minor"] += sale.amount_minor
    return {name: counts[name] for name in FIGURES}


def silent_channels(sends: Iterable[Sent]) -> frozenset[str]:
    """The channels of which no message was ever reported as delivered."""
    channels: dict[str, bool] = {}
    for each in sends:
        channels[each.channel] = channels.get(each.channel, False) or each.delivered_at is not None
    return frozenset(channel for channel, reports in channels.items() if not reports)


def _names(each: Sent, silent: frozenset[str]) -> list[str]:
    """The figures a message counts in."""
    names = ["total"]
    if each.status in WAITING:
        return [*names, "waiting"]
    if each.status in APART:
        names.append(each.status)
    if each.status in WENT:
        names.append("sent")
    arrived = each.delivered_at is not None or (each.status == "sent" and each.channel in silent)
    if each.status in DELIVERED or (arrived and each.status in WENT and each.status != "bounced"):
        names.append("delivered")
    if each.opened_at is not None or each.clicked_at is not None:
        names.append("opened")
    elif each.machine_opened_at is not None:
        names.append("machine_opened")
    if each.clicked_at is not None:
        names.append("clicked")
    if each.answered:
        names.append("responses")
    return names


def by(
    key: Callable[[Any], str], sends: Sequence[Sent], clicks: Sequence[Click], sales: Sequence[Sale]
) -> dict[str, dict[str, int]]:
    """The same for each value of ``key``: a channel, a variant."""
    groups: dict[str, tuple[list[Sent], list[Click], list[Sale]]] = defaultdict(lambda: ([], [], []))
    for number, items in enumerate((sends, clicks, sales)):
        for item in items:
            groups[key(item)][number].append(item)  # type: ignore[arg-type]
    return {name: figures(*parts) for name, parts in sorted(groups.items())}


def by_day(sends: Sequence[Sent], zone: ZoneInfo) -> dict[str, dict[str, list[int]]]:
    """Of each channel, for each day of the business that something went on, ``DAILY`` of what went that day."""
    silent = silent_channels(sends)
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for each in sends:
        if each.sent_at is not None:
            day = each.sent_at.astimezone(zone).date().isoformat()
            counts[each.channel][day].update(_names(each, silent))
            counts[each.channel][day]["cost_e4"] += each.cost_e4 if each.status in WENT else 0
    return {
        channel: {day: [count[name] for name in DAILY] for day, count in sorted(days.items())}
        for channel, days in counts.items()
    }


def opens_by_hour(sends: Iterable[Sent], zone: ZoneInfo) -> list[int]:
    """How many people first opened in each hour of the day, by the clocks of the business."""
    hours = Counter(each.opened_at.astimezone(zone).hour for each in sends if each.opened_at is not None)
    return [hours[hour] for hour in range(24)]


def by_segment(sends: Iterable[Sent]) -> dict[str, dict[str, int]]:
    """``sent, opened, clicked`` of each segment that receivers are in; somebody in two counts in both."""
    names = ("sent", "delivered", "opened", "clicked")
    messages = list(sends)
    silent = silent_channels(messages)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in messages:
        wanted = [name for name in _names(each, silent) if name in names]
        for segment in each.segments:
            counts[segment].update(wanted)
    return {segment: {name: counts[segment][name] for name in names} for segment in sorted(counts)}


def by_link(clicks: Iterable[Click]) -> list[dict[str, Any]]:
    """Of each link ``variant, place, url, people`` who clicked it, ``clicks``, ``machine_clicks``; the best first."""
    people: dict[Any, set[str]] = defaultdict(set)
    counts: dict[Any, Counter[bool]] = defaultdict(Counter)
    urls: dict[Any, Counter[str]] = defaultdict(Counter)
    for click in clicks:
        if click.place is not None and click.place < 0:
            continue
        key = (click.variant, click.url if click.place is None else click.place)
        counts[key][click.is_machine] += 1
        urls[key][click.url] += 1
        if not click.is_machine:
            people[key].add(click.send)
    found = [
        {
            "variant": key[0],
            "place": key[1] if isinstance(key[1], int) else None,
            "url": urls[key].most_common(1)[0][0],
            "people": len(people[key]),
            "clicks": count[False],
            "machine_clicks": count[True],
        }
        for key, count in counts.items()
    ]
    return sorted(found, key=lambda link: (-link["people"], -link["clicks"], link["variant"], link["place"] or 0))


def over_time(sends: Iterable[Sent], zone: ZoneInfo) -> dict[str, Any]:
    """``unit`` (hour or day) and ``points``: ``[start, sent, opened, clicked]`` each, none left out between them.

    Days begin at midnight on the clocks of the business; somebody counts when they first opened and first clicked.
    """
    moments = [
        (moment, place)
        for each in sends
        for place, moment in enumerate((each.sent_at, each.opened_at or each.clicked_at, each.clicked_at))
        if moment is not None
    ]
    if not moments:
        return {"unit": "hour", "points": []}
    first, last = min(moments)[0], max(moments)[0]
    unit = "hour" if last - first <= HOURLY else "day"
    counts: dict[datetime, list[int]] = defaultdict(lambda: [0, 0, 0])
    for moment, place in moments:
        counts[_beginning(moment, unit, zone)][place] += 1
    starts = _every(_beginning(first, unit, zone), _beginning(last, unit, zone), unit, zone)
    return {"unit": unit, "points": [[start.isoformat(), *counts[start]] for start in starts[-MOST_POINTS:]]}


def _beginning(moment: datetime, unit: str, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    return (local.replace(hour=0) if unit == "day" else local).astimezone(UTC)


def _every(first: datetime, last: datetime, unit: str, zone: ZoneInfo) -> list[datetime]:
    starts = [first]
    # Of a day, somewhat more than 24 hours, back to its beginning: days with a change of clocks are longer or shorter.
    step = timedelta(hours=30) if unit == "day" else timedelta(hours=1)
    while starts[-1] < last:
        starts.append(_beginning(starts[-1] + step, unit, zone))
    return starts


def rates(counts: Mapping[str, int]) -> dict[str, float | None]:
    """``delivery, open, click, bounce, complaint, unsubscribe, conversion`` as shares; None where they mean nothing."""
    went, delivered = counts["sent"], counts["delivered"]
    return {
        "delivery": _share(delivered, went),
        "open": _share(counts["opened"], delivered),
        "click": _share(counts["clicked"], delivered),
        "bounce": _share(counts["bounced"], went),
        "complaint": _share(counts["complained"], delivered),
        "unsubscribe": _share(counts["unsubscribed"], delivered),
        "conversion": _share(counts["conversions"], delivered),
    }


def roi(revenue_minor: int, cost_minor: int) -> float | None:
    """What came back for each unit spent, less that unit; None where nothing was spent."""
    return (revenue_minor - cost_minor) / cost_minor if cost_minor else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
