"""Judging opens and clicks: what people did moves their messages on, what machines did is kept and counted apart.

What people did, and what they were sent, also stands on their timelines and in their records, where segments ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.ledger_service import PastEvent, tell_past_events
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from . import personalising, tracking_rules
from .engagement_rules import SETTLES_AFTER, Sign, machines
from .event_rules import CLICK as CLICK
from .event_rules import CLICKED, DELIVERED, OPENED
from .event_rules import OPEN as OPEN

BATCH = 200
KINDS = q.any_of(OPEN, CLICK)
SEND_COLUMNS = ("status", "sent_at", "opened_at", "clicked_at", "channel")
MET = ("email_opened_count", "email_clicked_count", "email_sent_count", "last_contact_date", "contact_id")
# Kind of event on a timeline → the column of the contact that names the campaigns of such events.
LABELS = {"email_sent": "campaigns", "email_opened": "campaigns_opened", "email_clicked": "campaigns_clicked"}
# Statuses that say nothing more than how far the receiver went.
BY_ENGAGEMENT = ("sent", "delivered", "opened", "clicked")


def judge_all() -> int:
    """Judge every message with opens or clicks that nobody judged yet; how many messages."""
    judged = 0
    while count := _judge_batch():
        judged += count
    return judged


@tables.in_transaction
def _judge_batch() -> int:
    settled = q.less_than_or_equal_to(utc_now() - SETTLES_AFTER)
    waiting = app_tables.send_events.search(
        tables.order_by("received_at"),
        q.fetch_only("received_at", send=_send_columns("html")),
        q.page_size(BATCH),
        event_type=KINDS,
        is_machine=None,
        received_at=settled,
    )
    sends = {event["send"].get_id(): event["send"] for event in islice(waiting, BATCH)}
    if sends:
        _judge(sends)
    return len(sends)


def _judge(sends: dict[str, Any]) -> None:
    traces: dict[str, list[Any]] = {key: [] for key in sends}
    columns = q.fetch_only("event_type", "occurred_at", "user_agent", "link_url", "detail", "is_machine", "send")
    events = app_tables.send_events.search(columns, q.page_size(1000), send=q.any_of(*sends.values()), event_type=KINDS)
    for event in events:
        traces[event["send"].get_id()].append(event)
    told: list[PastEvent] = []
    links = {send["content"].get_id(): _links(send["content"]) for send in sends.values() if send["content"]}
    with tables.batch_update:
        for key, send in sends.items():
            count = links.get(send["content"].get_id(), 0) if send["content"] else 0
            verdicts = _verdicts(traces[key], machines([_sign(event) for event in traces[key]], send["sent_at"], count))
            for event, is_machine in zip(traces[key], verdicts, strict=True):
                if event["is_machine"] != is_machine:
                    event["is_machine"] = is_machine
            standing = _standing(send, zip(traces[key], verdicts, strict=True))
            told += _news(send, standing)
            send.update(**standing)
    _tell(told)


def tell_sent() -> int:
    """Note on timelines which messages went; how many."""
    told = 0
    while count := _tell_sent_batch():
        told += count
    return told


@tables.in_transaction
def _tell_sent_batch() -> int:
    untold = app_tables.sends.search(
        tables.order_by("sent_at"), _send_columns(), q.page_size(BATCH), told=None, sent_at=q.not_(None)
    )
    sends = list(islice(untold, BATCH))
    with tables.batch_update:
        for send in sends:
            send["told"] = "sent"
    _tell([_event(send, "email_sent", send["sent_at"]) for send in sends if send["channel"] == "email"])
    return len(sends)


def _send_columns(*of_content: str) -> Any:
    return q.fetch_only(
        *SEND_COLUMNS,
        contact=q.fetch_only(*MET, *LABELS.values()),
        content=q.fetch_only("subject", *of_content),
        campaign=q.fetch_only("campaign_id"),
    )


def _news(send: Any, standing: dict[str, Any]) -> list[PastEvent]:
    """What a person did now for the first time with a message."""
    kinds = (("email_opened", "opened_at"), ("email_clicked", "clicked_at"))
    return [_event(send, kind, standing[name]) for kind, name in kinds if standing[name] and not send[name]]


def _event(send: Any, kind: str, moment: datetime) -> PastEvent:
    campaign, content = send["campaign"], send["content"]
    about = {
        "subject": personalising.without_names(content["subject"] or "") if content else None,
        "campaign": campaign["campaign_id"] if campaign else None,
    }
    return PastEvent(send["contact"], kind, moment, {name: text for name, text in about.items() if text})


def _tell(events: Sequence[PastEvent]) -> None:
    """Write events on timelines, and the campaigns they came from into the records. Needs a transaction."""
    there = [event for event in events if event.contact is not None]
    labels: dict[tuple[str, str], tuple[Any, set[str]]] = {}
    for event in there:
        if name := event.event_data.get("campaign"):
            contact, names = labels.setdefault(
                (event.contact.get_id(), LABELS[event.event_type]), (event.contact, set())
            )
            names.add(name)
    with tables.batch_update:
        for (_, column), (contact, names) in labels.items():
            known = set(contact[column] or ())
            if not names <= known:
                contact[column] = sorted(known | names)
    if there:
        tell_past_events(SYSTEM, there, meets=False)


def _verdicts(events: Sequence[Any], found: Sequence[bool]) -> list[bool]:
    """What was ``found`` of events, or what was known of those whose program was forgotten since."""
    return [
        bool(event["is_machine"]) if event["is_machine"] is not None and event["user_agent"] is None else is_machine
        for event, is_machine in zip(events, found, strict=True)
    ]


def _sign(event: Any) -> Sign:
    seen = event["detail"] or {}
    return Sign(
        event["event_type"],
        event["occurred_at"],
        event["user_agent"] or "",
        seen.get("place"),
        bool(seen.get("look")),
        event["link_url"] or "",
    )


def _links(content: Any) -> int:
    """How many links of a mail a person could follow."""
    return sum(tracking_rules.is_trackable(url, "{{") for url in set(tracking_rules.links_in(content["html"] or "")))


def _standing(send: Any, verdicts: Iterable[tuple[Any, bool]]) -> dict[str, Any]:
    """What a message's row says after its trace was judged. Who clicked has opened, pictures or not."""
    known = list(verdicts)
    clicked_at = _first([event for event, is_machine in known if not is_machine and event["event_type"] == CLICK])
    opened_at = _first([event for event, is_machine in known if not is_machine])
    changes = {
        "opened_at": opened_at,
        "clicked_at": clicked_at,
        "machine_opened_at": _first([event for event, is_machine in known if is_machine]),
    }
    if send["status"] in BY_ENGAGEMENT:
        changes["status"] = CLICKED if clicked_at else OPENED if opened_at else DELIVERED
    return changes


def _first(events: Sequence[Any]) -> datetime | None:
    return min((event["occurred_at"] for event in events), default=None)
