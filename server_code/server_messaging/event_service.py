"""What happened to messages after they went: one row of ``send_events`` each, and what follows from it.

Providers tell of the same thing twice, late and out of order; what is known of a message and of an address afterwards
is the same nevertheless (``event_rules``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_compliance import consent_service
from ..server_compliance.consent_service import WITHDRAWN, address_of
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from . import event_rules, opt_out_service
from .event_rules import BOUNCED, CLICK, COMPLAINED, DELIVERED, FAILED, OPEN, READ, SENT, SOFT_BOUNCED, UNSUBSCRIBED
from .gate_rules import ASKED_FOR
from .tracking_consent import may_track

MAX_URL, MAX_AGENT = 2000, 300
# What must be known of a message to keep an event of it, and to do what follows from it.
AS_KEPT = q.fetch_only("send_key", contact=q.fetch_only("contact_number"), campaign=q.fetch_only("campaign_id"))
AS_FOLLOWED = q.fetch_only(
    *("send_key", "status", "channel", "purpose", "address", "attempts"),
    *("sent_at", "delivered_at", "opened_at", "clicked_at", "machine_opened_at", "ended_at"),
    contact=q.fetch_only("contact_number", "agreed_to", "opted_out_of"),
    campaign=q.fetch_only("campaign_id"),
)
MOST_TRIES = 4
FIRST_RETRY = timedelta(hours=1)  # then 2 and 4 hours: a full mailbox is not emptied in minutes


def note(
    event_key: str,
    event_type: str,
    occurred_at: datetime,
    *,
    send_key: str | None = None,
    provider_id: str | None = None,
    link_url: str = "",
    user_agent: str = "",
    is_machine: bool | None = False,
    has_arrived: bool = False,
    detail: Mapping[str, Any] | None = None,
) -> bool:
    """Write what happened to a message, and all that follows; whether it is news. Needs a transaction.

    ``event_key`` is the event's own in all the world (``brevo:…``), ``event_type`` one of ``event_rules.TYPES``. The
    message is named by ``send_key``, or by the id its provider gave it; one that is not ours is no news. Hard bounces
    and complaints suppress the address, soft ones let the message be tried again. Where ``is_machine`` is None nobody
    knows yet who opened or clicked: ``engagement_service`` judges it, and only then does the message move on;
    ``has_arrived`` counts it as delivered meanwhile. Raises Invalid.
    """
    if event_type not in event_rules.TYPES:
        raise Invalid(f"Nothing here knows what “{event_type}” is.")
    known = app_tables.send_events.search(q.fetch_only("event_key"), q.page_size(1), event_key=event_key)
    if next(iter(known), None) is not None:
        return False
    moves_on = is_machine is not None or has_arrived
    send = _send_of(send_key, provider_id, AS_FOLLOWED if moves_on else AS_KEPT)
    if send is None or (moves_on and not _may_be_kept(send, event_type)):
        return False
    now = utc_now()
    moment = min(occurred_at, now)
    app_tables.send_events.add_row(
        event_key=event_key,
        event_type=event_type,
        send=send,
        contact=send["contact"],
        campaign=send["campaign"],
        occurred_at=moment,
        received_at=now,
        link_url=link_url[:MAX_URL] or None,
        user_agent=user_agent[:MAX_AGENT] or None,
        is_machine=is_machine,
        detail=dict(detail) if detail else None,
    )
    if moves_on:
        _move_on(send, DELIVERED if is_machine is None else event_type, moment, bool(is_machine), detail or {})
    return True


def _move_on(send: Any, event_type: str, moment: datetime, is_machine: bool, detail: Mapping[str, Any]) -> None:
    send.update(**_columns(send, event_type, moment, is_machine=is_machine, detail=detail))
    _follow(send, event_type, moment)


def _may_be_kept(send: Any, event_type: str) -> bool:
    """Whether the person may be counted: providers tell of everybody's opens and clicks, our own links only of some."""
    return event_type not in event_rules.BECOMES or may_track(send["purpose"], send["contact"])


def _send_of(send_key: str | None, provider_id: str | None, columns: Any) -> Any:
    if send_key:
        return app_tables.sends.get(columns, send_key=send_key)
    found = app_tables.sends.search(q.page_size(1), columns, provider_id=provider_id) if provider_id else ()
    return next(iter(found), None)


def _columns(
    send: Any, event_type: str, moment: datetime, *, is_machine: bool, detail: Mapping[str, Any]
) -> dict[str, Any]:
    """What an event changes in its message's row."""
    status = event_rules.status_after(send["status"], event_type, is_machine=is_machine)
    changes: dict[str, Any] = {
        name: _earlier(send[name], moment) for name in _stamps(event_type, is_machine=is_machine)
    }
    if status != send["status"]:
        changes.update(status=status, claimed_by=None, claimed_until=None, reason=None)
    if status in event_rules.ENDS and status == event_type:
        changes["ended_at"] = _earlier(send["ended_at"], moment)
        changes.update(reason=str(detail.get("reason") or event_type)[:100], error=str(detail.get("error") or "")[:500])
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


def _follow(send: Any, event_type: str, moment: datetime) -> None:
    """What an event means for the person's address."""
    channel = send["channel"]
    address = send["address"] or address_of(send["contact"], channel)
    if event_type in (BOUNCED, COMPLAINED):
        consent_service.suppress(channel, address, event_type)
    elif event_type == UNSUBSCRIBED:
        _opt_out(send, address)
    elif event_type == SOFT_BOUNCED:
        _try_again(send, moment)
        if address and _is_worn_out(channel, address):
            consent_service.suppress(channel, address, SOFT_BOUNCED)
    elif event_type in event_rules.ARRIVED:
        _forgive(channel, address)


def _forgive(channel: str, address: str | None) -> None:
    """Write again to an address that soft bounces had worn out, where it turns out that something arrived."""
    worn_out = address and consent_service.is_suppressed(channel, address, SOFT_BOUNCED)
    if address and worn_out and not _is_worn_out(channel, address):
        consent_service.lift_suppression(channel, address, SOFT_BOUNCED)


def _try_again(send: Any, moment: datetime) -> None:
    """Let a message that came back for now go once more later, unless it got further or was tried enough."""
    tries = int(send["attempts"] or 1)
    if send["status"] != SENT:
        return
    if tries >= MOST_TRIES:
        send.update(status=FAILED, reason=SOFT_BOUNCED, ended_at=moment)
    else:
        due_at = utc_now() + FIRST_RETRY * 2 ** (tries - 1)
        send.update(status="pending", reason=SOFT_BOUNCED, due_at=due_at, attempted_at=None, sent_at=None)


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
