"""Who is in which sequence: entering, and leaving. Works on rows it is given, and expects an open transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from ..server_shared.phones import zone_of_phone
from .moves import DELAY
from .rules import CANCELLED, OPEN, WAITING, may_enter, next_step
from .times import due_at

PAGE = 1000
LEFT_BY_HAND = "removed"


def steps_of(*campaigns: Any, columns: Any = None) -> dict[str, list[Any]]:
    """The steps of sequences (rows), by the row ids of these, each by their numbers; in one statement.

    ``columns``, of ``q.fetch_only``, leaves out what is not needed: the words of mails are long.
    """
    found: dict[str, list[Any]] = {campaign.get_id(): [] for campaign in campaigns}
    if found:
        how = (tables.order_by("step_number"), q.page_size(PAGE), *([columns] if columns is not None else []))
        for row in app_tables.sequence_steps.search(*how, campaign=q.any_of(*campaigns), step_number=q.not_(None)):
            found[row["campaign"].get_id()].append(row)
    return found


def due_of(step: Any, since: datetime, contact: Any) -> datetime:
    """When a step is due for a contact whose last one was at ``since``."""
    at = time.fromisoformat(step["send_time"]) if step["send_time"] else None
    zone = zone_of_phone(contact["phone"], business_zone())
    return due_at(since, int(step["delay_days"]), int(step["delay_hours"]), at, zone)


def enrol(
    actor: Actor, campaign: Any, contacts: Iterable[Any], cause: str | None = None, *, again: bool = False
) -> list[Any]:
    """Let contacts (rows) enter a sequence that has steps; the enrolments (rows) of those who may and are not in it.

    The same ``cause`` brings a contact in once, however often it is told. ``again`` lets those in too whom the rule of
    the sequence lets in once only.
    """
    now, steps = utc_now(), steps_of(campaign)[campaign.get_id()]
    if next_step(steps, (), 0) is None:
        return []
    entries = _entries(campaign, contacts, cause, now, again=again)
    entering = [_columns(actor, campaign, contact, cause, entry, steps, now) for contact, entry in entries]
    return list(app_tables.contact_campaigns.add_rows(entering)) if entering else []


def who_may(campaign: Any, contacts: Iterable[Any]) -> list[Any]:
    """Those of ``contacts`` (rows) whom a sequence would let in now."""
    return [contact for contact, _ in _entries(campaign, contacts, None, utc_now())]


def _entries(
    campaign: Any, contacts: Iterable[Any], cause: str | None, now: datetime, *, again: bool = False
) -> list[tuple[Any, int]]:
    """Those who may enter, each with how many times they will have."""
    people = {contact.get_id(): contact for contact in contacts if contact["archived_at"] is None}
    before = _earlier(campaign, list(people.values())) if people else {}
    return [
        (contact, len(before.get(key, ())) + 1)
        for key, contact in people.items()
        if _may_enter(campaign, before.get(key, ()), cause, now, again=again)
    ]


def leave(enrolment: Any, status: str, reason: str) -> None:
    """Let a person be out of a sequence, for good; what waits in the outbox is left to ``withdraw``."""
    enrolment.update(status=status, exit_reason=reason, completed_at=utc_now(), next_send_at=None, wait_reason=None)


def withdraw(enrolments: Sequence[Any]) -> int:
    """Call off the messages of enrolments that have not gone yet; how many."""
    waiting = ("pending", "held")
    sends = [row["last_send"] for row in enrolments if row["last_send"] and row["last_send"]["status"] in waiting]
    for send in sends:
        send.update(status="cancelled", ended_at=utc_now())
    return len(sends)


def remove(enrolments: Iterable[Any], reason: str = LEFT_BY_HAND) -> int:
    """Take people out of a sequence by hand; how many were in it."""
    inside = [row for row in enrolments if row["status"] in OPEN]
    withdraw(inside)
    for row in inside:
        leave(row, CANCELLED, reason)
    return len(inside)


def put_back(enrolment: Any) -> None:
    """Undo ``remove``: the person goes on where they were, with a message called off going out after all."""
    now, send = utc_now(), enrolment["last_send"]
    if send is not None and send["status"] == "cancelled":
        # It waits from now on: one by telephone that has waited for hours would not go any more.
        send.update(status="pending", ended_at=None, due_at=max(send["due_at"] or now, now), ready_at=None)
    enrolment.update(status=WAITING, exit_reason=None, completed_at=None, next_send_at=now)


def plan_next(enrolment: Any, steps: Sequence[Any]) -> None:
    """Write when a person's next step is due, by the steps as they are now."""
    step = next_step(steps, enrolment["done_steps"] or (), int(enrolment["current_step"] or 0))
    since = enrolment["step_done_at"] or enrolment["enrolled_date"]
    due = due_of(step, since, enrolment["contact"]) if step else utc_now()
    day = step["step_number"] if step else enrolment["sequence_day"]
    enrolment.update(next_send_at=due, sequence_day=day, wait_reason=DELAY if step else None)


def _earlier(campaign: Any, contacts: Sequence[Any]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    rows = app_tables.contact_campaigns.search(
        q.page_size(PAGE),
        q.fetch_only("status", "cause", "completed_at", contact=q.fetch_only("contact_number")),
        campaign=campaign,
        contact=q.any_of(*contacts),
    )
    for row in rows:
        found.setdefault(row["contact"].get_id(), []).append(row)
    return found


def _may_enter(
    campaign: Any, before: Sequence[Mapping[str, Any]], cause: str | None, now: datetime, *, again: bool
) -> bool:
    if any(row["status"] in OPEN or (cause and row["cause"] == cause) for row in before):
        return False
    left = [row["completed_at"] or now for row in before]
    return again or may_enter(campaign["settings"] or {}, max(left, default=None), now)


def _columns(
    actor: Actor, campaign: Any, contact: Any, cause: str | None, entry: int, steps: Sequence[Any], now: datetime
) -> dict[str, Any]:
    first = next_step(steps, (), 0)
    return {
        "campaign": campaign,
        "contact": contact,
        "status": WAITING,
        "cause": cause,
        "entry": entry,
        "enrolled_date": now,
        "enrolled_by": actor.user,
        "current_step": 0,
        "sequence_day": first["step_number"],
        "done_steps": [],
        "step_done_at": now,
        "next_send_at": due_of(first, now, contact),
        "status_before": contact["status"],
        "wait_reason": DELAY,
    }
