"""The outbox: every message to a person is a row of ``sends`` before it goes, one per cause, person and channel.

A worker claims rows, notes that it begins with some of them, hands those to a driver, and records what became of them.
Dying anywhere in between loses nothing and repeats nothing: what was not begun goes back, what was begun becomes
``unknown`` until the provider is asked or calls back.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_compliance import consent_service
from ..server_compliance.consent_service import WITHDRAWN, address_of, suppress
from ..server_shared.clock import utc_now
from . import gate_service, refusal_service, streams
from .driver_service import BOUNCED, RETRY, SENT, UNKNOWN, Outcome
from .gate_rules import SEND, WAIT, Decision

BATCH = 1000
LEASE = timedelta(minutes=2)
# What a turn must know of a message: not its words, which are the same for thousands.
TURNED = (
    *("send_key", "status", "channel", "address", "provider_id", "past_ids"),
    *("claimed_by", "attempts", "attempted_at", "reason"),
)
SEND_COLUMNS = (
    "send_key",
    "channel",
    "purpose",
    "variant",
    "values",
    "cap_waits",
    "list_id",
    "is_important",
    "attempts",
    "content",
    "campaign",
    "due_at",
    "ready_at",
    "conversation_at",
    "address",
    "is_elsewhere",
)
MOST_ATTEMPTS = 5
FIRST_RETRY = timedelta(minutes=1)
# Status of a campaign that was stopped → what becomes of its message that comes up all the same. The job that moves
# all of them may be late, or die.
AFTER_STOP = {"paused": "held", "archived": "held", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class NewSend:
    """A message to plan. ``contact``, ``content`` and ``campaign`` are rows; ``cause`` says what it is sent for.

    A message of higher ``priority`` (0 to 9) goes first; ``cap_waits``, ``list_id`` and ``is_important`` are of
    ``gate_rules.About``. One that is ``refused`` is kept with that reason, and never goes. ``to`` is where it goes
    other than to the address that the person has then.
    """

    contact: Any
    channel: str
    purpose: str
    cause: str
    content: Any
    campaign: Any = None
    variant: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None
    priority: int = 5
    cap_waits: bool = False
    list_id: str = ""
    is_important: bool = False
    refused: str | None = None
    to: str = ""

    @property
    def once(self) -> str:
        """What no two rows of the outbox share."""
        return f"{self.cause}|{int(self.contact['contact_number'])}|{self.channel}"


def enqueue(messages: Iterable[NewSend]) -> int:
    """Plan messages, those already planned for the same cause left out; how many are new. Opens transactions."""
    left = iter(messages)
    return sum(_enqueue_batch(batch) for batch in iter(lambda: list(islice(left, BATCH)), []))


def _enqueue_batch(batch: Sequence[NewSend]) -> int:
    try:
        return _planned(batch)
    except tables.TableError:  # another job plans the same at this moment: the database keeps `once` unique
        return _planned(batch)


@tables.in_transaction
def _planned(batch: Sequence[NewSend]) -> int:
    return len(plan(batch))


def plan(batch: Sequence[NewSend]) -> dict[str, Any]:
    """Plan a batch of messages within the caller's transaction: ``once`` → the row of each that was not planned yet."""
    keys = [message.once for message in batch]
    known = app_tables.sends.search(q.fetch_only("once"), q.page_size(BATCH), once=q.any_of(*keys))
    there = {row["once"] for row in known}
    now = utc_now()
    fresh = {message.once: message for message in batch if message.once not in there}
    columns = [_columns(message, now) for message in fresh.values()]
    for stream in {each["stream"] for each in columns}:
        streams.stream_row(stream)  # workers look only at streams that have a row
    return dict(zip(fresh, app_tables.sends.add_rows(columns), strict=True))


def _columns(message: NewSend, now: datetime) -> dict[str, Any]:
    return {
        "send_key": secrets.token_hex(16),
        "once": message.once,
        "contact": message.contact,
        "channel": message.channel,
        "purpose": message.purpose,
        "stream": streams.stream_for(message.channel, message.purpose),
        "campaign": message.campaign,
        "content": message.content,
        "variant": message.variant,
        "values": dict(message.values) or None,
        "cap_waits": message.cap_waits,
        "list_id": message.list_id or None,
        "address": message.to or None,
        "is_elsewhere": bool(message.to),
        "is_important": message.is_important,
        "priority": -message.priority,
        "status": "skipped" if message.refused else "pending",
        "reason": message.refused,
        "ended_at": now if message.refused else None,
        "due_at": message.due_at or now,
        "attempts": 0,
        "created_at": now,
    }


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows a worker may send now; ``seen`` is how many were looked at, and ``free_at`` when the stream sends again."""

    rows: list[Any]
    seen: int
    free_at: datetime


@tables.in_transaction
def claim(stream: str, worker: str, wanted: int) -> Claim:
    """Take up to ``wanted`` due messages that the gate lets through; those it refuses are settled, with the reason."""
    now = utc_now()
    line = streams.stream_row(stream)
    seen = _one_each(islice(_due(stream, wanted, now), streams.allowance(line, now, wanted)))
    rows = _without_stopped(seen, now)
    lease = {"claimed_by": worker, "claimed_until": now + LEASE, "provider": line["provider"]}
    going = []
    with tables.batch_update:
        for row, decision in zip(rows, gate_service.review_sends(rows, now), strict=True):
            if decision.what == SEND:
                going.append(row)
                row.update(**_claimed(row, decision, now), **lease)
            elif decision.what == WAIT:
                row.update(due_at=decision.until, reason=decision.reason, ready_at=None)
            else:
                row.update(status="skipped", reason=decision.reason, ended_at=now)
    if going:
        streams.take(line, now, len(going))
    return Claim(going, len(seen), streams.free_at(line, now))


def _without_stopped(rows: Sequence[Any], now: datetime) -> list[Any]:
    """``rows`` but for those of campaigns that were stopped, which follow their campaign."""
    campaigns = {row["campaign"].get_id(): row["campaign"] for row in rows if row["campaign"] is not None}
    after = {row_id: AFTER_STOP.get(campaign["status"]) for row_id, campaign in campaigns.items()}
    going = []
    for row in rows:
        status = after[row["campaign"].get_id()] if row["campaign"] is not None else None
        if status is None:
            going.append(row)
        else:
            row.update(status=status, ended_at=now if status == "cancelled" else None)
    return going


def _claimed(row: Any, decision: Decision, now: datetime) -> dict[str, Any]:
    """What a claim makes of a row that may go."""
    return {
        "status": "sending",
        "reason": None,
        "address": row["address"] if row["is_elsewhere"] else address_of(row["contact"], row["channel"]),
        "ready_at": row["ready_at"] or row["due_at"],
        "conversation_at": now if decision.begins else row["conversation_at"],
    }


def _due(stream: str, page: int, now: datetime) -> Any:
    return app_tables.sends.search(
        tables.order_by("priority"),
        tables.order_by("due_at"),
        q.page_size(max(1, page)),
        q.fetch_only(*SEND_COLUMNS, contact=q.fetch_only(*gate_service.PERSON_COLUMNS)),
        stream=stream,
        status="pending",
        due_at=q.less_than_or_equal_to(now),
    )


def _one_each(sends: Iterable[Any]) -> list[Any]:
    """One message to each person: what the cap says of a second one depends on the first."""
    return list({send["contact"].get_id(): send for send in sends}.values())


@tables.in_transaction
def turn(worker: str, outcomes: Sequence[Outcome], begin: Sequence[str]) -> set[str]:
    """Record outcomes, and note that the sends with the keys ``begin`` are about to go; those that still may."""
    now = utc_now()
    by_key = {outcome.send_key: outcome for outcome in outcomes}
    with tables.batch_update:
        for row in _of_keys(list(by_key)):
            outcome = by_key[row["send_key"]]
            # Of a worker that was cut off so long that another one has the message by now, only that it went is news.
            if row["claimed_by"] in (worker, None) or outcome.status == SENT:
                record(row, outcome, now)
    may_go = set()
    # Read only now: what an outcome tells of an address may have taken others back.
    with tables.batch_update:
        for row in _of_keys(begin):
            if row["status"] == "sending" and row["claimed_by"] == worker:
                row.update(attempted_at=now, attempts=int(row["attempts"] or 0) + 1, claimed_until=now + LEASE)
                may_go.add(row["send_key"])
    return may_go


def _of_keys(send_keys: Sequence[str]) -> list[Any]:
    if not send_keys:
        return []
    page = q.page_size(len(send_keys) + 1)
    return list(app_tables.sends.search(page, q.fetch_only(*TURNED), send_key=q.any_of(*send_keys)))


def take_back(**whose: Any) -> int:
    """Let messages that workers claimed and did not begin with wait again, and be judged anew; how many.

    ``whose`` names columns of ``sends`` and their values. Needs a transaction.
    """
    rows = list(app_tables.sends.search(status="sending", attempted_at=None, **whose))
    for row in rows:
        row.update(status="pending", claimed_by=None, claimed_until=None)
    return len(rows)


def _follow_consent(_actor: Any, contact: Any, entry: Any) -> None:
    """Who takes a consent back gets nothing from then on, not even what a worker has in its hands."""
    if entry["state"] == WITHDRAWN:
        take_back(contact=contact)


consent_service.follow(_follow_consent)
consent_service.watch_addresses(lambda _channel, address, _reason: take_back(address=address) and None)


def record(row: Any, outcome: Outcome, now: datetime) -> None:
    """Write what became of a send. One that got further meanwhile only learns its id. Needs a transaction."""
    if outcome.provider_id and outcome.provider_id in (row["past_ids"] or ()):
        return  # its provider has told of this try already, and that it ended
    if row["status"] not in ("sending", "unknown"):
        if outcome.provider_id and not row["provider_id"]:
            row.update(provider_id=outcome.provider_id)
        return
    changes: dict[str, Any] = {"claimed_by": None, "claimed_until": None, "error": outcome.error}
    _learn(row, outcome)
    if outcome.status == RETRY and (outcome.holds_stream or int(row["attempts"] or 0) < MOST_ATTEMPTS):
        _wait(row, outcome, now, changes)
    elif outcome.status == SENT:
        row.update(status="sent", sent_at=now, provider_id=outcome.provider_id, reason=None, **changes)
    else:
        status = "failed" if outcome.status == RETRY else outcome.status
        if status != UNKNOWN:
            changes["conversation_at"] = None
        row.update(status=status, reason=outcome.reason, ended_at=None if status == UNKNOWN else now, **changes)


def _wait(row: Any, outcome: Outcome, now: datetime, changes: dict[str, Any]) -> None:
    """Let a message wait for its next try. Where the provider took none at all it was no try of this one."""
    tries = int(row["attempts"] or 0)
    if outcome.holds_stream and row["attempted_at"] is not None:
        tries = max(0, tries - 1)
    retry_at = outcome.retry_at or now + FIRST_RETRY * 2 ** max(0, tries - 1)
    row.update(status="pending", due_at=retry_at, reason=outcome.reason, attempted_at=None, attempts=tries, **changes)


def _learn(row: Any, outcome: Outcome) -> None:
    """Keep what an outcome tells of the address itself, beyond this one message."""
    if outcome.status == BOUNCED:
        suppress(row["channel"], row["address"], "bounced")
    refusal_service.learn(row, outcome.reason)


def settle_doubts(send_keys: Sequence[str], *, was_sent: bool) -> int:
    """Let a person decide about messages of which nobody can say whether they went: they did, or go again; how many.

    Needs a transaction.
    """
    now, count = utc_now(), 0
    for row in app_tables.sends.search(q.fetch_only("attempted_at"), send_key=q.any_of(*send_keys), status=UNKNOWN):
        if was_sent:
            row.update(status=SENT, sent_at=row["attempted_at"] or now, reason=None)
        else:
            row.update(status="pending", due_at=now, attempted_at=None, attempts=0, reason=None)
        count += 1
    return count


@tables.in_transaction
def settle_abandoned() -> int:
    """Take back what dead workers had claimed: what they had not begun waits again, the rest is unknown; how many."""
    now = utc_now()
    late = app_tables.sends.search(q.fetch_only("attempted_at"), status="sending", claimed_until=q.less_than(now))
    rows = list(islice(late, BATCH))
    for row in rows:
        status = "pending" if row["attempted_at"] is None else "unknown"
        row.update(status=status, claimed_by=None, claimed_until=None)
    return len(rows)
