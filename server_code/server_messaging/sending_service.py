"""The worker's loop, and the only place that hands messages to drivers.

Any number of workers on any number of machines may run it at once; they meet in the outbox and in the streams' rows.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from anvil.tables import app_tables, in_transaction
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from . import outbox_service, streams
from .composing import compose
from .driver_service import SKIPPED, Driver, Message, Outcome, make_driver, providers

CLAIM = 40
ROUND_SECONDS = 50.0
LONGEST_NAP = 5.0


def drain(stream: str, seconds: float = ROUND_SECONDS) -> dict[str, int]:
    """Send what is due in a stream, as fast as it may, until nothing is or the time is up; how many of each outcome."""
    driver = _driver_of(stream)
    worker, end, done = secrets.token_hex(8), time.monotonic() + seconds, Counter[str]()
    outbox_service.settle_abandoned()
    while time.monotonic() < end:
        claim = outbox_service.claim(stream, worker, CLAIM)
        if claim.rows:
            done.update(_send(stream, driver, worker, claim.rows))
        elif not claim.seen:
            nap = (claim.free_at - utc_now()).total_seconds()
            if not 0 < nap <= min(LONGEST_NAP, end - time.monotonic()):
                break
            time.sleep(nap)
    return dict(done)


def busy_streams() -> list[str]:
    """The streams that this server sends, and that have something due or left behind by a dead worker."""
    now = utc_now()
    due = {"status": "pending", "due_at": q.less_than_or_equal_to(now)}
    left = {"status": "sending", "claimed_until": q.less_than(now)}
    rows = app_tables.send_streams.search(provider=q.any_of(*providers()))
    names = [row["name"] for row in rows]
    return [name for name in names if any(len(app_tables.sends.search(stream=name, **what)) for what in (due, left))]


def _send(stream: str, driver: Driver, worker: str, rows: Sequence[Any]) -> Counter[str]:
    """Send claimed rows, a few at a time: what became of some is written together with the beginning of the next."""
    done: Counter[str] = Counter()
    outcomes: list[Outcome] = []
    starts = range(0, len(rows), driver.at_once)
    for part in [*(rows[start : start + driver.at_once] for start in starts), ()]:
        may_go = outbox_service.turn(worker, outcomes, [row["send_key"] for row in part])
        done.update(outcome.status for outcome in outcomes)
        _hold(stream, outcomes)
        outcomes = list(_deliver(driver, [row for row in part if row["send_key"] in may_go]))
    return done


def _deliver(driver: Driver, rows: Sequence[Any]) -> Iterator[Outcome]:
    messages: list[Message] = []
    for row in rows:
        try:
            messages.append(compose(row))
        except Invalid as error:
            yield Outcome(row["send_key"], SKIPPED, reason="content", error=error.message)
    if messages:
        yield from driver.deliver(messages)


def _hold(stream: str, outcomes: Sequence[Outcome]) -> None:
    until = max((outcome.retry_at for outcome in outcomes if outcome.holds_stream and outcome.retry_at), default=None)
    if until is not None:
        why = next(outcome.error for outcome in outcomes if outcome.holds_stream)
        in_transaction(streams.pause)(stream, until, why or "")


def reconcile(stream: str) -> int:
    """Ask the provider about messages whose sending was cut off; how many are no longer in doubt."""
    driver = _driver_of(stream)
    settled = 0
    for row in app_tables.sends.search(stream=stream, status="unknown"):
        found = driver.find(row["send_key"], row["address"])
        if found is not None:
            in_transaction(outbox_service.record)(row, found, utc_now())
            settled += 1
    return settled


def _driver_of(stream: str) -> Driver:
    provider = in_transaction(streams.stream_row)(stream)["provider"]
    return make_driver(provider)
