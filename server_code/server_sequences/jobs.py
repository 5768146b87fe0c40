"""The work of sequences behind the answer: the engine of each minute, days that come round, changes to many."""

from __future__ import annotations

import anvil.server

from ..server_shared.actors import SYSTEM
from . import dates, engine, participants


@anvil.server.background_task
def process_campaigns() -> dict[str, int]:
    """Each minute: give everybody in a sequence the step that is due."""
    done = engine.process_campaigns()
    if done.get(engine.SENT):
        anvil.server.launch_background_task("send_due_messages")
    return done


@anvil.server.background_task
def start_dated_sequences(campaign_id: str = "") -> int:
    """Each day: let those into sequences whose day has come."""
    return dates.start_dated_sequences(campaign_id)


@anvil.server.background_task
def replan_sequence(campaign_id: str) -> int:
    """After a change of its steps: let everybody in a sequence be due by them."""
    return participants.replan(campaign_id)


@anvil.server.background_task
def enrol_segment(campaign_id: str, segment_id: str, cause: str) -> int:
    """Let a segment into a sequence."""
    return participants.enrol_segment(SYSTEM, campaign_id, segment_id, cause)
