"""The engine of sequences: each minute everybody whose step is due gets it, skips it, waits on, or leaves.

A batch is one transaction: the messages it plans and what it writes of the people stand or fall together, so it may be
killed anywhere and run by two at once. The outbox holds it to one message for each step and entry besides.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_messaging import gate_service, outbox_service
from ..server_messaging.outbox_service import NewSend
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from . import enrolments, moves
from .facts import known_of
from .moves import LEAVING, LOOK_AGAIN, UNSENT, UNSUBSCRIBED, Known
from .rules import ACTIVE, CANCELLED, COMPLETED, SEQUENCE, WAITING, next_step

BATCH = 200
# More than this in a minute would keep the others waiting; the rest comes with the next minutes.
MOST = 2000
ROUND_SECONDS = 45.0
SENT = "sent"
# A step that meets the cap waits.
AT_CAP = gate_service.About(cap_waits=True)
SOON = timedelta(minutes=1)
# The words themselves are for whoever sends; of WhatsApp the gate looks at which template it is.
STEP_COLUMNS = q.fetch_only(
    *("step_key", "step_number", "channel", "delay_days", "delay_hours", "send_time", "skip_if", "is_active"),
    campaign=q.fetch_only("campaign_id"),
    content=q.fetch_only("settings"),
)
CONTACT_COLUMNS = (*gate_service.PERSON_COLUMNS, "status", "segments", "tags", "total_transactions")


@dataclass(slots=True)
class Place:
    """Where one person stands: their enrolment, all steps of the sequence, and the step that is due."""

    row: Any
    known: Known
    steps: Sequence[Any]
    step: Any = None

    @property
    def contact(self) -> Any:
        return self.row["contact"]

    @property
    def kind(self) -> tuple[str, str, str]:
        """Whom the gate can be asked about at once: of WhatsApp it looks at the words too."""
        channel = self.step["channel"]
        content = self.step["content"].get_id() if channel == "whatsapp" else ""
        return channel, self.row["campaign"]["purpose"], content


def process_campaigns(seconds: float = ROUND_SECONDS) -> dict[str, int]:
    """Bring everybody on whose next step is due; how many of each outcome. Opens transactions."""
    done: Counter[str] = Counter()
    end = time.monotonic() + seconds
    if not get_config()["features"]["marketing_enabled"]:
        return {}
    while time.monotonic() < end and sum(done.values()) < MOST:
        batch = _run_batch()
        done.update(batch)
        if sum(batch.values()) < BATCH:
            break
    return dict(done)


def should_send_next_email(enrolment: Any) -> bool:
    """Whether a person's next step is due now: their sequence runs, and it is time."""
    if enrolment["status"] != WAITING or enrolment["campaign"]["status"] != ACTIVE:
        return False
    return bool(enrolment["next_send_at"] is not None and enrolment["next_send_at"] <= utc_now())


@tables.in_transaction
def _run_batch() -> Counter[str]:
    now = utc_now()
    rows = _due(now)
    if not rows:
        return Counter()
    campaigns = {row["campaign"].get_id(): row["campaign"] for row in rows}
    steps = enrolments.steps_of(*campaigns.values(), columns=STEP_COLUMNS)
    places = [
        Place(row, known, steps[row["campaign"].get_id()])
        for row, known in zip(rows, known_of(rows, steps), strict=True)
    ]
    with tables.batch_update:
        outcomes = Counter[str]()
        sending: list[Place] = []
        for place in places:
            outcome = _look_at(place, now)
            if outcome:
                outcomes[outcome] += 1
            else:
                sending.append(place)
        outcomes.update(_send(sending, now))
    return outcomes


def _due(now: datetime) -> list[Any]:
    found = app_tables.email_campaigns.search(
        q.fetch_only("campaign_id"), q.page_size(enrolments.PAGE), campaign_type=SEQUENCE, status=ACTIVE
    )
    running = list(iter(found))  # list() of a search itself counts its rows before it reads them
    if not running:
        return []
    found = app_tables.contact_campaigns.search(
        tables.order_by("next_send_at"),
        q.page_size(BATCH),
        q.fetch_only(
            *("status", "current_step", "done_steps", "step_done_at", "enrolled_date", "entry", "status_before"),
            contact=q.fetch_only(*CONTACT_COLUMNS),
            campaign=q.fetch_only("campaign_id", "purpose", "settings"),
            last_send=q.fetch_only("status", "sent_at"),
        ),
        status=WAITING,
        next_send_at=q.less_than_or_equal_to(now),
        campaign=q.any_of(*running),
    )
    return list(islice(found, BATCH))


def _look_at(place: Place, now: datetime) -> str | None:
    """Settle all but those who may get their step now; what became of the person, or None."""
    row, last = place.row, place.row["last_send"]
    reason = moves.exit_reason(place.contact, place.known, row["campaign"]["settings"] or {})
    if moves.has_left(last):
        reason = UNSUBSCRIBED
    if reason:
        enrolments.withdraw([row])
        enrolments.leave(row, COMPLETED if reason == moves.GOAL else CANCELLED, reason)
        return reason
    since = moves.went_at(last, row["step_done_at"] or row["enrolled_date"])
    if since is None:
        row.update(next_send_at=now + LOOK_AGAIN, wait_reason=UNSENT)
        return "waiting"
    place.step = next_step(place.steps, row["done_steps"] or (), int(row["current_step"] or 0))
    if place.step is None:
        enrolments.leave(row, COMPLETED, moves.FINISHED)
        return moves.FINISHED
    due = enrolments.due_of(place.step, since, place.contact)
    if due > now:
        row.update(next_send_at=due, wait_reason=moves.DELAY, step_done_at=since)
        return "waiting"
    return None


def _send(places: Iterable[Place], now: datetime) -> Counter[str]:
    """Put the steps that are due to the gate, and what it lets through or refuses into the outbox."""
    by_kind: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for place in places:
        by_kind[place.kind].append(place)
    planned: list[tuple[Place, NewSend]] = []
    outcomes: Counter[str] = Counter()
    for (channel, purpose, _), those in by_kind.items():
        people, content = [place.contact for place in those], those[0].step["content"]
        decisions = gate_service.review(people, channel, purpose, now, AT_CAP, content=content)
        for place, decision in zip(those, decisions, strict=True):
            refused = moves.skip_reason(place.step, place.known)
            refused = refused or (decision.reason if decision.is_refused else None)
            if decision.waits and not refused:
                place.row.update(next_send_at=decision.until, wait_reason=decision.reason)
                outcomes["waiting"] += 1
            else:
                planned.append((place, _message(place, refused, now)))
                outcomes["skipped" if refused else SENT] += 1
    rows = outbox_service.plan([message for _, message in planned]) if planned else {}
    for place, message in planned:
        _advance(place, message, rows.get(message.once), now)
    return outcomes


def _message(place: Place, refused: str | None, now: datetime) -> NewSend:
    channel, purpose, _ = place.kind
    campaign = place.row["campaign"]
    return NewSend(
        contact=place.contact,
        channel=channel,
        purpose=purpose,
        cause=f"sequence:{campaign['campaign_id']}:{place.step['step_key']}:{int(place.row['entry'] or 1)}",
        content=place.step["content"],
        campaign=campaign,
        variant=place.step["step_key"],
        due_at=now,
        cap_waits=True,
        refused=refused,
    )


def _advance(place: Place, message: NewSend, send: Any, now: datetime) -> None:
    """Write that a person had their step, and when they are looked at again: for the next one, or for the end."""
    if message.refused in LEAVING:
        enrolments.leave(place.row, CANCELLED, message.refused)
        return
    done = [*(place.row["done_steps"] or ()), place.step["step_key"]]
    following = next_step(place.steps, done, int(place.step["step_number"]))
    sent = {} if message.refused else {"last_send": send, "last_email_sent_date": now}
    place.row.update(
        done_steps=done,
        current_step=place.step["step_number"],
        sequence_day=following["step_number"] if following else place.step["step_number"],
        step_done_at=now,
        next_send_at=enrolments.due_of(following, now, place.contact) if following else now + SOON,
        wait_reason=moves.DELAY if following else UNSENT,
        **sent,
    )
