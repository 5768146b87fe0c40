"""What people did with messages that reached them, machines left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from .event_rules import CLICK, OPEN

# Whoever follows a link has read the mail, whether or not it told so.
EVENTS = {"opens": (OPEN, CLICK), "clicks": (CLICK,)}
REACHED = ("sent", "delivered", "read", "opened", "clicked", "complained", "unsubscribed")


def sent_with(campaign: Any, variant: str) -> list[Any]:
    """The sends of a version of a campaign that went and did not come back."""
    only = q.fetch_only("send_key", contact=q.fetch_only("contact_number"))
    reached = q.any_of(*REACHED)
    return list(app_tables.sends.search(only, q.page_size(1000), campaign=campaign, variant=variant, status=reached))


def count_reacting(campaign: Any, sends: Sequence[Any], reaction: str, until: datetime) -> int:
    """How many of a campaign's ``sends`` somebody reacted to until then, each once; ``reaction`` is of ``EVENTS``."""
    keys = {send["send_key"] for send in sends}
    events = app_tables.send_events.search(
        q.fetch_only(send=q.fetch_only("send_key")),
        q.page_size(1000),
        campaign=campaign,
        event_type=q.any_of(*EVENTS[reaction]),
        is_machine=False,
        occurred_at=q.less_than_or_equal_to(until),
    )
    return len(keys & {event["send"]["send_key"] for event in events})
