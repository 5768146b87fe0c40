"""What happened to messages after they went: one row of ``send_events`` each, and what follows from it.

Providers tell of the same thing twice, late and out of order; what is known of a message and of an address afterwards
is the same nevertheless (``event_rules``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_compliance import consent_service
from ..server_compliance.consent_service import WITHDRAWN, address_of
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from . import event_rules, opt_out_service, refusal_service, retry_service
from .event_rules import (
    BOUNCED,
    CLICK,
    COMPLAINED,
    DELIVERED,
    OPEN,
    READ,
    SENT,
    SOFT_BOUNCED,
    UNSUBSCRIBED,
    Event,
)
from .gate_rules import ASKED_FOR
from .tracking_consent import may_track

MAX_URL, MAX_AGENT = 2000, 300
# What must be known of a message to keep an event of it, and to do what follows from it.
AS_KEPT = q.fetch_only(
    *("send_key", "provider_id"), contact=q.fetch_only("contact_number"), campaign=q.fetch_only("campaign_id")
)
AS_FOLLOWED = q.fetch_only(
    *("send_key", "provider_id", "past_ids", "status", "reason", "error", "channel", "purpose", "address"),
    *("attempts", "attempted_at", "claimed_by", "claimed_until"),
    *("sent_at", "delivered_at", "opened_at", "clicked_at", "machine_opened_at", "ended_at"),
    contact=q.fetch_only("contact_number", "agreed_to", "opted_out_of"),
    campaign=q.fetch_only("campaign_id"),
)
REACHED = event_rules.ARRIVED - {COMPLAINED, UNSUBSCRIBED}


def note(event_key: str, event_type: str, occurred_at: datetime, **facts: Any) -> bool:
    """Write what happened to one message (``event_rules.Event``), and all that follows; whether it is news.

    Needs a transaction. Raises Invalid.
    """
    return note_all([Event(event_key, event_type, occurred_at, **facts)]) == 1


def note_all(events: Sequence[Event]) -> int:
    """Write what happened to messages, and all that follows, in a few statements; how many of it is news.

    An event that is known, or whose message is not ours, is no news. Hard bounces and complaints suppress the address,
    soft ones, and what passes, let the message be tried again (``retry_service``). Who opened and clicked is judged by
    ``engagement_service`` where nobody knows it yet, and only then does the message move on. Needs a transaction.
    Raises Invalid.
    """
    for event in events:
        if event.event_type not in event_rules.TYPES:
            raise Invalid(f"Nothing here knows what “{event.event_type}” is.")
    news = [(event, send) for event, send in _with_sends(_unknown(events)) if _may_be_kept(send, event)]
    if not news:
        return 0
    now = utc_now()
    app_tables.send_events.add_rows([_kept(event, send, now) for event, send in news])
    moving = [(event, send) for event, send in news if event.moves_on]
    with tables.batch_update:
        waiting = [send for event, send in moving if _move_on(send, event, min(event.occurred_at, now))]
    retry_service.tell_watchers(waiting)
    _follow_all(moving)
    return len(news)


def _unknown(events: Sequence[Event]) -> list[Event]:
    """Those that were not noted before, each once."""
    by_key = {event.event_key: event for event in reversed(events)}
    if not by_key:
        return []
    known = app_tables.send_events.search(
        q.fetch_only("event_key"), q.page_size(len(by_key) + 1), event_key=q.any_of(*by_key)
    )
    for row in known:
        by_key.pop(row["event_key"], None)
    return [*reversed(by_key.values())]


def _with_sends(events: Sequence[Event]) -> Iterator[tuple[Event, Any]]:
    """Each event with the row of its message, if it is one of ours; the events of a message share the row."""
    columns = AS_FOLLOWED if any(event.moves_on for event in events) else AS_KEPT
    by_key = _sends_by("send_key", {event.send_key for event in events if event.send_key}, columns)
    ids = {event.provider_id for event in events if event.provider_id and not event.send_key}
    by_id = _sends_by("provider_id", ids, columns)
    rows = {row.get_id(): row for row in (*by_id.values(), *by_key.values())}
    for event in events:
        found = by_key.get(event.send_key) if event.send_key else by_id.get(event.provider_id)
        if found is not None:
            yield event, rows[found.get_id()]


def _sends_by(column: str, values: set[str], columns: Any) -> dict[str | None, Any]:
    if not values:
        return {}
    rows = app_tables.sends.search(columns, q.page_size(len(values) + 1), **{column: q.any_of(*values)})
    found: dict[str | None, Any] = {}
    for row in rows:
        found.setdefault(row[column], row)
    return found


def _kept(event: Event, send: Any, now: datetime) -> dict[str, Any]:
    """The row of an event."""
    return {
        "event_key": event.event_key,
        "event_type": event.event_type,
        "send": send,
        "contact": send["contact"],
        "campaign": send["campaign"],
        "occurred_at": min(event.occurred_at, now),
        "received_at": now,
        "link_url": event.link_url[:MAX_URL] or None,
        "user_agent": event.user_agent[:MAX_AGENT] or None,
        "is_machine": event.is_machine,
        "detail": dict(event.detail) if event.detail else None,
    }


def _move_on(send: Any, event: Event, moment: datetime) -> bool:
    """Write what an event makes of its message, where that changes anything; whether it waits to go once more."""
    if retry_service.is_overtaken(send, event):
        return False
    columns = _columns(send, event, moment)
    changes = {name: value for name, value in columns.items() if send[name] != value}
    if changes:
        send.update(**changes)
    return event.moves_on_as in event_rules.ENDED_A_TRY and retry_service.try_again(send, event, moment)


def _may_be_kept(send: Any, event: Event) -> bool:
    """Whether the person may be counted: providers tell of everybody's opens and clicks, our own links only of some."""
    is_told = event.moves_on and event.event_type in event_rules.BECOMES
    return not is_told or may_track(send["purpose"], send["contact"])


def _columns(send: Any, event: Event, moment: datetime) -> dict[str, Any]:
    """What an event makes of its message's row."""
    event_type, is_machine, detail = event.moves_on_as, bool(event.is_machine), event.detail or {}
    status = event_rules.status_after(send["status"], event_type, is_machine=is_machine)
    changes: dict[str, Any] = {
        name: _earlier(send[name], moment) for name in _stamps(event_type, is_machine=is_machine)
    }
    if status != send["status"]:
        changes.update(status=status, claimed_by=None, claimed_until=None, reason=None)
    if status in event_rules.ENDS and status == event_type:
        changes["ended_at"] = _earlier(send["ended_at"], moment)
        changes.update(reason=str(detail.get("reason") or event_type)[:100], error=str(detail.get("error") or "")[:500])
    if event.provider_id and send["provider_id"] in (None, *(send["past_ids"] or ())):
        changes["provider_id"] = event.provider_id
    return changes


def _stamps(event_type: str, *, is_machine: bool) -> tuple[str, ...]:
    """The columns that hold when it first happened. Who clicked has opened, even with pictures switched off."""
    if is_machine:
        return ("sent_at", "machine_opened_at") if event_type in (OPEN, CLICK) else ("sent_at",)
    return {
        DELIVERED: ("sent_at", "delivered_at"),
        READ: ("sent_at", "opened_at"),
        OPEN: ("sent_at", "opened_at"),
        CLICK: ("sent_at", "opened_at", "clicked_at"),
        **dict.fromkeys((SENT, BOUNCED, COMPLAINED, UNSUBSCRIBED), ("sent_at",)),
    }.get(event_type, ())


def _earlier(known: datetime | None, moment: datetime) -> datetime:
    return min(known, moment) if known else moment


def _follow_all(moving: Sequence[tuple[Event, Any]]) -> None:
    """What events mean for the addresses of their people."""
    reached: dict[str, set[str]] = defaultdict(set)
    for event, send in moving:
        address = send["address"] or address_of(send["contact"], send["channel"])
        if event.moves_on_as in REACHED and address:
            reached[send["channel"]].add(address)
        elif event.moves_on_as not in REACHED:
            _follow(send, event, address)
    for channel, addresses in reached.items():
        _forgive(channel, addresses)


def _follow(send: Any, event: Event, address: str | None) -> None:
    """What an event means for the person's address, where it is not simply that something arrived."""
    channel, event_type = send["channel"], event.event_type
    if event_type in (BOUNCED, COMPLAINED):
        consent_service.suppress(channel, address, event_type)
    elif event_type == UNSUBSCRIBED:
        _opt_out(send, address)
    elif event_type == SOFT_BOUNCED and address and _is_worn_out(channel, address):
        consent_service.suppress(channel, address, SOFT_BOUNCED)
    refusal_service.learn(send, str((event.detail or {}).get("reason") or ""))


def _forgive(channel: str, addresses: set[str]) -> None:
    """Write again to addresses that soft bounces had worn out, where it turns out that something arrived."""
    for address in consent_service.suppressed_among(channel, addresses, SOFT_BOUNCED):
        if not _is_worn_out(channel, address):
            consent_service.lift_suppression(channel, address, SOFT_BOUNCED)


def _is_worn_out(channel: str, address: str) -> bool:
    """Whether the events of all messages to an address say that it is."""
    sends = list(app_tables.sends.search(q.fetch_only("send_key"), channel=channel, address=address))
    if not sends:
        return False
    kinds = q.any_of(SOFT_BOUNCED, *event_rules.ARRIVED)
    since = q.greater_than_or_equal_to(utc_now() - 2 * event_rules.SOFT_WINDOW)
    events = app_tables.send_events.search(
        q.fetch_only("occurred_at", "event_type"), send=q.any_of(*sends), event_type=kinds, occurred_at=since
    )
    return event_rules.is_worn_out((event["occurred_at"], event["event_type"]) for event in events)


def _opt_out(send: Any, address: str | None) -> None:
    """Take consent back for whoever told the provider to stop; a telephone number stops as a whole."""
    contact, channel, purpose = send["contact"], send["channel"], send["purpose"]
    if channel in opt_out_service.CHANNELS:
        opt_out_service.stop(address or "")
    elif purpose not in ASKED_FOR and f"{channel}:{purpose}" not in (contact["opted_out_of"] or ()):
        entry = {"channel": channel, "purpose": purpose, "state": WITHDRAWN, "source": "provider"}
        consent_service.record_consent(SYSTEM, contact, {**entry, "evidence": {"send": send["send_key"]}})
