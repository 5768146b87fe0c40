"""The people in a sequence: who is where and why they wait, letting them in by hand, and taking them out.

Those that write expect the caller to have opened a transaction, unless they say that they open their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.queries import find_contact_row, get_contact_row, name_of
from ..server_customers.segment_service import contacts_in
from ..server_messaging import gate_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.validators import validate_choice
from . import automation_service, enrolments
from .engine import AT_CAP, CONTACT_COLUMNS
from .enrolments import due_of, steps_of
from .moves import DELAY, EXITS, UNSENT
from .rules import ARCHIVED, CANCELLED, COMPLETED, DRAFT, HELD, OPEN, TRIGGERS, WAITING
from .sequence_service import sequence_row

PAGE = 50
BATCH = 500
VIEWS = {"inside": OPEN, "completed": (COMPLETED,), "left": (CANCELLED,)}
WAITS = {DELAY: "", UNSENT: "The last message has not gone yet"}
NOT_RUNNING = "Please start the sequence first: then people can be let in."


def list_enrolments(actor: Actor, campaign_id: str, view: str = "inside", page: int = 0) -> dict[str, Any]:
    """A page of people ``inside`` a sequence, or who ``completed`` it or ``left``, newest first, and the ``total``."""
    campaign = sequence_row(campaign_id)
    status = q.any_of(*VIEWS[validate_choice(view, tuple(VIEWS), "view")])
    columns = ("status", "sequence_day", "enrolled_date", "next_send_at", "wait_reason", "completed_at", "exit_reason")
    found = app_tables.contact_campaigns.search(
        tables.order_by("enrolled_date", ascending=False),
        q.page_size(PAGE),
        q.fetch_only(
            *columns, contact=q.fetch_only("contact_id", "first_name", "last_name", "email", "company", "phone")
        ),
        campaign=campaign,
        status=status,
    )
    rows = islice(found, page * PAGE, (page + 1) * PAGE)
    return {"people": [enrolment_record(row) for row in rows], "total": len(found), "page_size": PAGE}


def enrolment_record(row: Any) -> dict[str, Any]:
    """Where one person stands, with ``wait`` and ``exit`` in words."""
    times = ("enrolled_date", "next_send_at", "completed_at")
    return {
        "contact_id": row["contact"]["contact_id"],
        "contact_name": name_of(row["contact"]),
        "status": row["status"],
        "step_number": int(row["sequence_day"] or 0),
        **{name: row[name] for name in times},
        "wait": WAITS.get(row["wait_reason"], gate_service.label_of(row["wait_reason"])),
        "exit": EXITS.get(row["exit_reason"], gate_service.label_of(row["exit_reason"])),
    }


def enrol_contact(actor: Actor, contact_id: str, campaign_id: str) -> str:
    """Let one person in by hand, again too; the id of the enrolment. Raises NotFound, Invalid."""
    campaign, contact = require_running(campaign_id), get_contact_row(contact_id)
    if _inside(campaign, contact) is not None:
        raise Invalid("This contact is in the sequence already.")
    made = enrolments.enrol(actor, campaign, [contact], again=True)
    if not made:
        raise Invalid("This contact is archived, or the sequence has no step.")
    return str(made[0].get_id())


def unenrol_contact(actor: Actor, contact_id: str, campaign_id: str) -> None:
    """Take one person out; a message that waits for them is called off. Raises NotFound."""
    row = _inside(sequence_row(campaign_id), get_contact_row(contact_id))
    if row is None:
        raise NotFound("This contact is not in the sequence.")
    enrolments.remove([row])


def put_contact_back(actor: Actor, contact_id: str, campaign_id: str) -> None:
    """Undo ``unenrol_contact``: the person goes on where they were. Raises NotFound, Invalid."""
    campaign, contact = sequence_row(campaign_id), get_contact_row(contact_id)
    if _inside(campaign, contact) is not None:
        raise Invalid("This contact is in the sequence already.")
    out = app_tables.contact_campaigns.search(
        tables.order_by("completed_at", ascending=False), campaign=campaign, contact=contact, exit_reason="removed"
    )
    row = next(iter(out), None)
    if row is None:
        raise NotFound("This contact was not taken out of the sequence.")
    enrolments.put_back(row)
    enrolments.plan_next(row, steps_of(campaign)[campaign.get_id()])


def hold_contact(actor: Actor, contact_id: str, campaign_id: str, *, held: bool) -> None:
    """Let one person wait where they are until somebody lets them go on, or let them. Raises NotFound."""
    row = _inside(sequence_row(campaign_id), get_contact_row(contact_id))
    if row is None:
        raise NotFound("This contact is not in the sequence.")
    row.update(status=HELD if held else WAITING)


def preview_enrolment(actor: Actor, campaign_id: str, segment_id: str) -> dict[str, int]:
    """How many of a segment's contacts (``total``) would enter now (``count``); the rest are or were in it."""
    campaign = sequence_row(campaign_id)
    people = list(contacts_in([segment_id], (), CONTACT_COLUMNS))
    parts = [people[first : first + BATCH] for first in range(0, len(people), BATCH)]
    return {"total": len(people), "count": sum(len(enrolments.who_may(campaign, part)) for part in parts)}


def enrol_segment(actor: Actor, campaign_id: str, segment_id: str, cause: str) -> int:
    """Let a segment's contacts in who may; how many. Opens transactions, may be killed and run again."""
    people = list(contacts_in([segment_id], (), CONTACT_COLUMNS))
    return sum(
        _enrol_batch(actor, campaign_id, people[first : first + BATCH], cause) for first in range(0, len(people), BATCH)
    )


@tables.in_transaction
def _enrol_batch(actor: Actor, campaign_id: str, people: Sequence[Any], cause: str) -> int:
    return len(enrolments.enrol(actor, require_running(campaign_id), people, cause))


def undo_enrolment(actor: Actor, campaign_id: str, cause: str) -> int:
    """Take those out again whom ``enrol_segment`` let in for this ``cause``; how many. Opens transactions."""
    campaign, count = sequence_row(campaign_id), 0
    while taken := _remove_batch(campaign, cause):
        count += taken
    return count


@tables.in_transaction
def _remove_batch(campaign: Any, cause: str) -> int:
    found = app_tables.contact_campaigns.search(
        q.page_size(BATCH), campaign=campaign, cause=cause, status=q.any_of(*OPEN)
    )
    return enrolments.remove(islice(found, BATCH))


def rehearse(actor: Actor, campaign_id: str, contact_id: str) -> list[dict[str, Any]]:
    """What a person would get and when, were they to enter now and nothing to happen meanwhile: step by step
    ``step_number, subject, at`` and ``note``, which says why they would not get it, or wait. Raises NotFound."""
    campaign, contact = sequence_row(campaign_id), get_contact_row(contact_id)
    moment, told = utc_now(), []
    for step in steps_of(campaign)[campaign.get_id()]:
        if step["is_active"]:
            moment, line = _rehearse_step(campaign, contact, step, moment)
            told.append(line)
    return told


def _rehearse_step(campaign: Any, contact: Any, step: Any, since: datetime) -> tuple[datetime, dict[str, Any]]:
    due = due_of(step, since, contact)
    [decision] = gate_service.review(
        [contact], step["channel"], campaign["purpose"], due, AT_CAP, content=step["content"]
    )
    at = decision.until if decision.waits else due
    content = step["content"]
    line = {
        "step_number": int(step["step_number"]),
        "channel": step["channel"],
        "subject": content["subject"] or content["text"] or "",
        "at": at,
        "gets_it": not decision.is_refused,
        "note": decision.label,
    }
    return at, line


def check_campaign_triggers(actor: Actor, contact_email: str, trigger_type: str) -> int:
    """Tell that something happened with whoever has this address; how many sequences they entered. Raises Invalid."""
    kind = validate_choice(trigger_type, tuple(TRIGGERS), "trigger_type")
    contact = find_contact_row(contact_email)
    return automation_service.fire(kind, contact) if contact is not None else 0


def replan(campaign_id: str) -> int:
    """Let everybody who waits in a sequence be due by its steps as they are now; how many. Opens transactions."""
    campaign = sequence_row(campaign_id)
    found = app_tables.contact_campaigns.search(
        q.page_size(BATCH), q.fetch_only(contact=q.fetch_only("phone")), campaign=campaign, status=WAITING
    )
    people = [row["contact"] for row in found]
    parts = [people[first : first + BATCH] for first in range(0, len(people), BATCH)]
    return sum(_replan_batch(campaign, part) for part in parts)


@tables.in_transaction
def _replan_batch(campaign: Any, people: Sequence[Any]) -> int:
    rows = app_tables.contact_campaigns.search(
        q.page_size(BATCH), campaign=campaign, contact=q.any_of(*people), status=WAITING, wait_reason=q.not_(UNSENT)
    )
    steps, waiting = steps_of(campaign)[campaign.get_id()], list(rows)
    with tables.batch_update:
        for row in waiting:
            enrolments.plan_next(row, steps)
    return len(waiting)


def require_running(campaign_id: str) -> Any:
    """The row of a sequence that people can be let into. Raises NotFound, Invalid."""
    campaign = sequence_row(campaign_id)
    if campaign["status"] in (DRAFT, ARCHIVED):
        raise Invalid(NOT_RUNNING)
    return campaign


def _inside(campaign: Any, contact: Any) -> Any:
    return app_tables.contact_campaigns.get(campaign=campaign, contact=contact, status=q.any_of(*OPEN))
