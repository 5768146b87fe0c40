"""Messages that a provider took and then could not deliver for a reason that passes: they wait, and go once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..server_shared.clock import utc_now
from .event_rules import ARRIVED, FAILED, PUT_OFF, SENT, SOFT_BOUNCED, Event
from .gate_rules import BUSY


@dataclass(frozen=True, slots=True)
class Tries:
    """How often a message may go in all, and how it waits between: ``first``, then each time ``factor`` as long."""

    first: timedelta
    factor: int
    most: int

    def wait_after(self, tries: int) -> timedelta | None:
        """How long a message that went so often waits; None where that was enough."""
        return None if tries >= self.most else self.first * self.factor ** (tries - 1)


# A full mailbox is not emptied in minutes: 1, 2, 4 hours. A queue empties in minutes, but WhatsApp's limit of people
# a day only after one: 15 minutes, 1, 4, 16 hours.
TRIES = {SOFT_BOUNCED: Tries(timedelta(hours=1), 2, 4), PUT_OFF: Tries(timedelta(minutes=15), 4, 5)}

Watcher = Callable[[Sequence[Any]], None]
_watchers: list[Watcher] = []


def watch_campaigns(watcher: Watcher) -> None:
    """Let ``watcher`` know the campaigns (rows) of which messages wait again. It has the caller's transaction."""
    _watchers.append(watcher)


def is_overtaken(send: Any, event: Event) -> bool:
    """Whether an event is of a try that ended before, and says nothing of the message any more."""
    return event.provider_id in (send["past_ids"] or ()) and event.moves_on_as not in ARRIVED


def try_again(send: Any, event: Event, moment: datetime) -> bool:
    """Let a message wait for its next try, unless it got further or went often enough; whether it waits.

    It may come before the worker has written that it sent.
    """
    is_under_way = send["status"] == "sending" and send["attempted_at"] is not None
    if send["status"] not in (SENT, "unknown") and not is_under_way:
        return False
    detail = event.detail or {}
    reason = str(detail.get("reason") or BUSY) if event.event_type == PUT_OFF else event.event_type
    ended = {"reason": reason, "claimed_by": None, "claimed_until": None, **_past(send, event)}
    wait = TRIES[event.event_type].wait_after(int(send["attempts"] or 1))
    if wait is None:
        error = str(detail.get("error") or "")[:500] or None
        send.update(status=FAILED, ended_at=moment, error=error, **ended)
        return False
    # Nothing began with somebody who got nothing, and what is late is late since now.
    anew = {"attempted_at": None, "sent_at": None, "ready_at": None, "conversation_at": None}
    send.update(status="pending", due_at=utc_now() + wait, **anew, **ended)
    return True


def _past(send: Any, event: Event) -> dict[str, Any]:
    """The ids of tries that ended: each has its own where a provider's report ends one try, and not the message."""
    if event.event_type != PUT_OFF or not event.provider_id:
        return {}
    return {"provider_id": event.provider_id, "past_ids": [*(send["past_ids"] or ()), event.provider_id]}


def tell_watchers(sends: Sequence[Any]) -> None:
    """Let those who watch know the campaigns of messages that wait again."""
    campaigns = {send["campaign"].get_id(): send["campaign"] for send in sends if send["campaign"] is not None}
    for watcher in _watchers if campaigns else ():
        watcher([*campaigns.values()])
