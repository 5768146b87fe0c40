"""What the events of a message make of it. Pure, and the same in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SENT, FAILED, DELIVERED, READ, BOUNCED = "sent", "failed", "delivered", "read", "bounced"
UNSUBSCRIBED, COMPLAINED, SOFT_BOUNCED = "unsubscribed", "complained", "soft_bounced"
# The provider took it and could not deliver it for a reason that passes.
PUT_OFF = "put_off"
OPEN, CLICK = "open", "click"
# What these events make of a message; the others are called as the status that they lead to.
OPENED, CLICKED = "opened", "clicked"
BECOMES = {OPEN: OPENED, CLICK: CLICKED}

# How far a message got: an event moves it forward only. A bounce outranks a delivery, since mail servers take mail
# first and find out then; somebody who opens it proves the bounce wrong.
RANKS = {
    "sending": 0,
    "unknown": 0,
    SENT: 1,
    "pending": 2,
    "held": 2,
    "skipped": 2,
    "cancelled": 2,
    FAILED: 3,
    DELIVERED: 4,
    READ: 5,
    BOUNCED: 6,
    OPENED: 7,
    CLICKED: 8,
    UNSUBSCRIBED: 9,
    COMPLAINED: 10,
}
# What ends a try, and not the message.
ENDED_A_TRY = frozenset({SOFT_BOUNCED, PUT_OFF})
TYPES = frozenset({SENT, FAILED, DELIVERED, READ, BOUNCED, OPEN, CLICK, UNSUBSCRIBED, COMPLAINED}) | ENDED_A_TRY
ARRIVED = frozenset({DELIVERED, READ, OPEN, CLICK, UNSUBSCRIBED, COMPLAINED})
ENDS = frozenset({FAILED, BOUNCED})
SOFT_BOUNCES, SOFT_WINDOW = 3, timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a message. ``event_key`` is the event's own in all the world, ``event_type`` one of ``TYPES``.

    The message is named by ``send_key``, or by the id its provider gave it. Where ``is_machine`` is None nobody knows
    yet who opened or clicked; ``has_arrived`` counts it as delivered meanwhile. ``detail`` may have the ``reason`` and
    ``error`` of a message that did not arrive.
    """

    event_key: str
    event_type: str
    occurred_at: datetime
    send_key: str | None = None
    provider_id: str | None = None
    link_url: str = ""
    user_agent: str = ""
    is_machine: bool | None = False
    has_arrived: bool = False
    detail: Mapping[str, Any] | None = None

    @property
    def moves_on(self) -> bool:
        """Whether its message moves on at once, rather than when it was judged who opened or clicked."""
        return self.is_machine is not None or self.has_arrived

    @property
    def moves_on_as(self) -> str:
        """What it tells of its message for now."""
        return DELIVERED if self.is_machine is None else self.event_type


def status_after(status: str, event_type: str, *, is_machine: bool = False) -> str:
    """The status of a message in ``status`` after an event. What a machine opened or clicked was merely delivered."""
    if event_type in ENDED_A_TRY:
        return status
    wanted = DELIVERED if is_machine and event_type in BECOMES else BECOMES.get(event_type, event_type)
    return wanted if RANKS[wanted] > RANKS[status] else status


def is_worn_out(events: Iterable[tuple[datetime, str]]) -> bool:
    """Whether an address with these events (moment and type) had its last soft bounces too often in a row.

    Three within 14 days with nothing that arrived between them or after them.
    """
    in_a_row: list[datetime] = []
    for moment, event_type in sorted(events):
        if event_type == SOFT_BOUNCED:
            in_a_row.append(moment)
        elif event_type in ARRIVED:
            in_a_row.clear()
    last = in_a_row[-SOFT_BOUNCES:]
    return len(last) == SOFT_BOUNCES and last[-1] - last[0] <= SOFT_WINDOW
