"""The streams messages go out in, each at a pace of its own, so that a campaign never holds up a receipt.

A stream is one row of ``send_streams``, made when it is first asked for; all workers of all machines share it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from ..server_shared.errors import Invalid
from .gate_rules import ASKED_FOR
from .pace import Pace, day_limit

MARKETING_EMAIL, TRANSACTIONAL_EMAIL, WHATSAPP, SMS = "marketing_email", "transactional_email", "whatsapp", "sms"
MOST_PER_HOUR = 400 * 3600  # as many a second as Twilio sends at most


@dataclass(frozen=True, slots=True)
class Stream:
    """What a stream is until the business decides otherwise."""

    name: str
    channel: str
    provider: str
    per_hour: int


STREAMS = {
    stream.name: stream
    for stream in (
        Stream(MARKETING_EMAIL, "email", "smtp", 50),
        Stream(TRANSACTIONAL_EMAIL, "email", "smtp", 3600),
        Stream(WHATSAPP, "whatsapp", "twilio", 80 * 3600),
        Stream(SMS, "sms", "twilio", 10 * 3600),
    )
}


def stream_for(channel: str, purpose: str) -> str:
    """The name of the stream that a message of ``purpose`` on ``channel`` belongs to."""
    if channel == "email":
        return TRANSACTIONAL_EMAIL if purpose in ASKED_FOR else MARKETING_EMAIL
    return {"whatsapp": WHATSAPP, "sms": SMS}[channel]


def stream_row(name: str) -> Any:
    """The row of a stream. Needs a transaction the first time. Raises Invalid for an unknown name."""
    begins = _beginning_of(name)
    return app_tables.send_streams.get(name=name) or app_tables.send_streams.add_row(**begins)


def read_stream(name: str) -> Mapping[str, Any]:
    """``stream_row``, and where there is none yet what it begins with; nothing is stored. Raises Invalid."""
    begins = _beginning_of(name)
    return app_tables.send_streams.get(name=name) or {
        **begins,
        **dict.fromkeys(("next_at", "paused_until", "warm_up_from")),
    }


def _beginning_of(name: str) -> dict[str, Any]:
    known = STREAMS.get(name)
    if known is None:
        raise Invalid(f"There is no stream “{name}”.")
    return {"name": name, "provider": known.provider, "per_hour": known.per_hour, "counted": 0}


def held(names: Sequence[str]) -> dict[str, str]:
    """Of the streams that are paused now, why."""
    paused = q.greater_than(utc_now())
    rows = app_tables.send_streams.search(name=q.any_of(*names), paused_until=paused)
    return {row["name"]: row["pause_reason"] or "" for row in rows}


def allowance(stream: Any, now: datetime, wanted: int) -> int:
    """How many of ``wanted`` messages may go out of a stream's row at ``now``."""
    if stream["paused_until"] is not None and stream["paused_until"] > now:
        return 0
    granted, _ = _pace(stream).take(stream["next_at"], now, wanted)
    left = _left_today(stream, now)
    return granted if left is None else min(granted, left)


def take(stream: Any, now: datetime, count: int) -> None:
    """Count ``count`` messages as gone out of a stream's row at ``now``. Needs a transaction."""
    _, next_at = _pace(stream).take(stream["next_at"], now, count)
    today = now.astimezone(business_zone()).date()
    counted = stream["counted"] or 0 if stream["counted_on"] == today else 0
    stream.update(next_at=next_at, counted_on=today, counted=counted + count)


def free_at(stream: Any, now: datetime) -> datetime:
    """When the next message may leave a stream's row."""
    return max(stream["paused_until"] or now, _pace(stream).free_at(stream["next_at"], now))


def finish(name: str, now: datetime, count: int) -> datetime:
    """When ``count`` more messages, and those that wait already, will have left a stream."""
    stream = read_stream(name)
    waiting = len(app_tables.sends.search(q.page_size(1), q.fetch_only("status"), stream=name, status="pending"))
    start, left = max(stream["paused_until"] or now, now), waiting + count
    by_pace = _pace(stream).finish(stream["next_at"], start, left)
    while (today := _left_today(stream, start)) is not None and left > today:
        start, left = _tomorrow(start), left - today
    return max(by_pace, _pace(stream).finish(None, start, left))


def _limit_of_day(stream: Any, day: date) -> int | None:
    begun = stream["warm_up_from"]
    return None if begun is None else day_limit((day - begun).days)


def _tomorrow(moment: datetime) -> datetime:
    """When the business's next day begins."""
    zone = business_zone()
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), time(), zone).astimezone(UTC)


def provider_of(name: str) -> str:
    """Through whom a stream goes."""
    return str(read_stream(name)["provider"])


def send_through(name: str, provider: str) -> None:
    """Let a stream go through ``provider`` from now on, at once if the last one was in trouble. Needs a transaction."""
    stream_row(name).update(provider=provider, paused_until=None, pause_reason=None)


def pause(name: str, until: datetime, reason: str) -> None:
    """Send nothing of a stream until then. Needs a transaction."""
    stream = stream_row(name)
    if stream["paused_until"] is None or stream["paused_until"] < until:
        stream.update(paused_until=until, pause_reason=reason)


def set_rate(name: str, per_hour: int) -> None:
    """How many messages an hour a stream may send from now on. Needs a transaction. Raises Invalid."""
    if not 1 <= per_hour <= MOST_PER_HOUR:
        raise Invalid(fields={"per_hour": f"Please give a number from 1 to {MOST_PER_HOUR:,}."})
    stream_row(name).update(per_hour=per_hour, next_at=None)


def warms_up(name: str) -> int | None:
    """How many messages a stream may send today at most, while its domain is new; None once it is not."""
    stream = read_stream(name)
    return _limit_of_day(stream, utc_now().astimezone(business_zone()).date())


def warm_up(name: str, *, is_new: bool) -> None:
    """Let a stream begin slowly from today on, or no longer. Needs a transaction."""
    today = utc_now().astimezone(business_zone()).date()
    stream_row(name).update(warm_up_from=today if is_new else None)


def _pace(stream: Any) -> Pace:
    return Pace(int(stream["per_hour"]))


def _left_today(stream: Any, now: datetime) -> int | None:
    today = now.astimezone(business_zone()).date()
    limit = _limit_of_day(stream, today)
    if limit is None:
        return None
    return max(0, limit - (stream["counted"] or 0 if stream["counted_on"] == today else 0))
