"""The outbox for workers: those of this server, and what the loop of any of them needs.

Any number of workers on any number of machines may run it at once; they meet in the outbox and in the streams' rows.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from anvil.tables import app_tables, in_transaction
from anvil.tables import query as q

from ..server_emails import sender_service
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from . import cost_service, outbox_service, streams
from .composing import compose
from .driver_service import FAILED, SENT, SKIPPED, Driver, Message, Outcome, make_driver, providers
from .sending_loop import Batch, send_due

log = logging.getLogger("mybizz.messages")

ROUND_SECONDS = 50.0
UNVERIFIED = timedelta(minutes=15)
# A provider's log is a little behind; how many messages are asked about in one go.
ASK_AFTER, ASKED = timedelta(minutes=2), 200


Watcher = Callable[[Sequence[Any]], None]
_watchers: list[Watcher] = []


def watch_campaigns(watcher: Watcher) -> None:
    """Let ``watcher`` look, before more is claimed, at the campaigns (rows) that the last messages were of.

    It may stop them. It opens its own transactions.
    """
    _watchers.append(watcher)


# Given the rows of a claim, whose costs are known: those keys that there is no money for, which it holds back itself.
Purse = Callable[[Sequence[Any]], set[str]]
_purses: list[Purse] = []


def keep_within(purse: Purse) -> None:
    """Let ``purse`` look at what is claimed before any of it goes. It opens its own transactions."""
    _purses.append(purse)


# Two claims of a stream at once want the same rows: one of them would be undone, and made again.
_claiming = {name: threading.Lock() for name in streams.STREAMS}


class StreamOutbox:
    """The outbox of one stream, for one worker."""

    def __init__(self, stream: str, worker: str) -> None:
        self._stream, self._worker = stream, worker
        self._campaigns: Sequence[Any] = ()

    def claim(self, wanted: int) -> Batch:
        """Up to ``wanted`` messages that the gate lets through now, composed."""
        for watcher in _watchers:
            watcher(self._campaigns)
        with _claiming[self._stream]:
            claim = outbox_service.claim(self._stream, self._worker, wanted)
        of_campaigns = [row["campaign"] for row in claim.rows if row["campaign"] is not None]
        self._campaigns = list({campaign.get_id(): campaign for campaign in of_campaigns}.values())
        composed = [_composed(row) for row in claim.rows]
        messages = [each for each in composed if isinstance(each, Message)]
        cost_service.note_costs(claim.rows, messages)
        unpaid = {key for purse in _purses for key in purse(claim.rows)}
        messages = [each for each in messages if each.send_key not in unpaid]
        unfit = [each for each in composed if isinstance(each, Outcome)]
        return Batch(messages, unfit, claim.seen, (claim.free_at - utc_now()).total_seconds())

    def turn(self, outcomes: Sequence[Outcome], begin: Sequence[str]) -> set[str]:
        """Record outcomes, note beginnings, and hold the stream where the provider asks for it."""
        may_go = outbox_service.turn(self._worker, outcomes, begin)
        _hold(self._stream, outcomes)
        return may_go


def drain(stream: str, seconds: float = ROUND_SECONDS) -> dict[str, int]:
    """Send what is due in a stream, as fast as it may, until nothing is or the time is up; how many of each outcome."""
    outbox_service.settle_abandoned()
    if stream == streams.MARKETING_EMAIL and (refusal := _refusal()):
        in_transaction(streams.pause)(stream, utc_now() + UNVERIFIED, refusal)
        return {}
    return send_due(StreamOutbox(stream, secrets.token_hex(8)), _driver_of(stream), seconds)


def _refusal() -> str:
    """Why no marketing may leave now."""
    sender_service.check_if_stale()
    return sender_service.problem()


def busy_streams() -> list[str]:
    """The streams that this server sends, and that have something due or left behind by a dead worker."""
    now = utc_now()
    due = {"status": "pending", "due_at": q.less_than_or_equal_to(now)}
    left = {"status": "sending", "claimed_until": q.less_than(now)}
    rows = app_tables.send_streams.search(provider=q.any_of(*providers()))
    names = [row["name"] for row in rows]
    return [name for name in names if any(_has(stream=name, **what) for what in (due, left))]


def _has(**columns: Any) -> bool:
    found = app_tables.sends.search(q.page_size(1), q.fetch_only("status"), **columns)
    return next(iter(found), None) is not None


def _composed(row: Any) -> Message | Outcome:
    try:
        return compose(row)
    except Invalid as error:
        return Outcome(row["send_key"], SKIPPED, reason="content", error=error.message)
    except Exception as error:  # words that cannot be put together for one person must not stop the stream for all
        log.exception("Message %s could not be composed", row["send_key"])
        return Outcome(row["send_key"], FAILED, reason="content", error=f"{type(error).__name__}: {error}"[:500])


def _hold(stream: str, outcomes: Sequence[Outcome]) -> None:
    until = max((outcome.retry_at for outcome in outcomes if outcome.holds_stream and outcome.retry_at), default=None)
    if until is not None:
        why = next(outcome.error for outcome in outcomes if outcome.holds_stream)
        in_transaction(streams.pause)(stream, until, why or "")


def reconcile(stream: str) -> int:
    """Ask providers about messages whose sending was cut off; how many are no longer in doubt.

    What a provider cannot tell stays in doubt until it reports something, or a person decides.
    """
    settled = 0
    drivers: dict[str, Driver] = {}
    old = q.any_of(None, q.less_than(utc_now() - ASK_AFTER))
    for row in list(app_tables.sends.search(q.page_size(ASKED), stream=stream, status="unknown", attempted_at=old)):
        provider = row["provider"] or streams.provider_of(stream)
        if provider not in providers():
            continue
        driver = drivers.get(provider) or drivers.setdefault(provider, make_driver(provider))
        found = driver.find(row["send_key"], row["address"]) if row["address"] else None
        if found is not None:
            in_transaction(outbox_service.record)(row, found, utc_now())
            settled += 1
    return settled


def send_test(provider: str, to: str, subject: str, sender: str) -> None:
    """Hand one mail to a provider, to see whether it takes it. Raises Invalid with what it said."""
    if not sender:
        raise Invalid("The business has no sender for its mail yet. It is chosen in the settings, under Messages.")
    words, html = "This mail service works.\n", "<p>This mail service works.</p>"
    message = Message(secrets.token_hex(16), "email", to, words, subject=subject, html=html, sender=sender)
    [outcome] = make_driver(provider).deliver([message])
    if outcome.status != SENT:
        raise Invalid(f"It was not taken: {outcome.error}")


def _driver_of(stream: str) -> Driver:
    return make_driver(streams.provider_of(stream))
