"""The sequences of the demo business: a welcome that runs, and a draft for guests who fell silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_analytics import figure_service
from ..server_sequences import enrolments, sequence_service, step_keeping
from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now

WELCOME = {
    "campaign_name": "Welcome to Bluegum",
    "purpose": "newsletter",
    "trigger_type": "signup",
    "settings": {"goal": {"kind": "booking"}},
}
SILENT = {
    "campaign_name": "We miss you",
    "purpose": "marketing",
    "trigger_type": "inactivity",
    "trigger_conditions": {"days_inactive": 180, "min_purchases": 1},
    "settings": {"reentry": "after", "reentry_days": 365, "goal": {"kind": "purchase"}},
}
# Days after the one before, time, subject, text.
WELCOME_STEPS = (
    (0, None, "Welcome, {{first_name|friend}}", "How good that you found us. This is our house, and the people in it."),
    (3, "09:00", "The three walks we take ourselves", "One is short, one is steep, and one ends at a waterfall."),
    (7, "09:00", "Breakfast in the garden", "Come for a night, and stay for the bread."),
)
SILENT_STEPS = (
    (0, "10:00", "It has been a while, {{first_name|friend}}", "The lemon trees have grown since you were here."),
    (14, "10:00", "A room with your name on it", "Book until the end of the month, and the second night is half."),
)
# How many of the readers are where: steps they had, days since they came in.
PLACES = ((3, 30), (3, 26), (3, 21), (2, 8), (2, 6), (1, 2), (1, 1))


def make_sequences() -> None:
    """Let the sequences be there, unless there are some already."""
    if len(app_tables.email_campaigns.search(campaign_type="sequence")):
        return
    readers = [row for row in app_tables.contacts.search() if "email:newsletter" in (row["agreed_to"] or ())]
    row = tables.in_transaction(_make_welcome)(readers[-len(PLACES) :])
    figure_service.recount(row)


def _make_welcome(readers: Sequence[Any]) -> Any:
    sequence_service.create_sequence(SYSTEM, {**SILENT, "steps": _steps(SILENT_STEPS)})
    made = sequence_service.create_sequence(SYSTEM, {**WELCOME, "steps": _steps(WELCOME_STEPS)})
    row, now = sequence_service.sequence_row(made), utc_now()
    row.update(status="active", started_at=now - timedelta(days=40))
    steps = step_keeping.list_steps(row)
    for (had, days), reader in zip(PLACES, readers, strict=False):
        _let_in(row, steps, reader, had, now - timedelta(days=days, hours=1))
    return row


def _let_in(campaign: Any, steps: Sequence[Any], reader: Any, had: int, began: datetime) -> None:
    """Let a reader have come in at ``began`` and have had so many steps."""
    [enrolment] = enrolments.enrol(SYSTEM, campaign, [reader])
    moment = began
    for step in steps[:had]:
        moment = enrolments.due_of(step, moment, reader)
        _make_send(campaign, step, reader, moment)
    done = [step["step_key"] for step in steps[:had]]
    enrolment.update(
        enrolled_date=began, done_steps=done, current_step=had, step_done_at=moment, last_email_sent_date=moment
    )
    if had == len(steps):
        enrolment.update(status="completed", exit_reason="finished", completed_at=moment, next_send_at=None)
    else:
        enrolments.plan_next(enrolment, steps)


def _make_send(campaign: Any, step: Any, reader: Any, sent_at: datetime) -> None:
    number = int(reader["contact_number"])
    key = f"sequence:{campaign['campaign_id']}:{step['step_key']}:1"
    app_tables.sends.add_row(
        send_key=f"demo-{campaign['campaign_id']}-{step['step_key']}-{number}",
        once=f"{key}|{number}|email",
        contact=reader,
        channel="email",
        purpose="newsletter",
        stream="marketing_email",
        campaign=campaign,
        content=step["content"],
        variant=step["step_key"],
        status="opened" if number % 2 else "delivered",
        due_at=sent_at,
        created_at=sent_at,
        attempts=1,
        sent_at=sent_at,
        delivered_at=sent_at + timedelta(seconds=4),
        opened_at=sent_at + timedelta(hours=1) if number % 2 else None,
        ended_at=sent_at + timedelta(seconds=4),
    )


def _steps(told: Sequence[tuple[int, str | None, str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "delay_days": days,
            "send_time": at,
            "subject": subject,
            "blocks": [{"kind": "text", "text": f"Dear {{{{first_name|friend}}}},\n\n{text}"}],
        }
        for days, at, subject, text in told
    ]
