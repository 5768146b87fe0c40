"""The worker's loop: claim, say that one begins, hand over, record. The same in the server and outside.

It knows an outbox and a driver, and nothing else of the app: programs on uplinks import it too.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .driver_service import UNKNOWN, Driver, Message, Outcome, held_back, noticing_outage

log = logging.getLogger("mybizz.messages")

CLAIM = 40
LONGEST_NAP = 5.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that a worker has claimed, and outcomes of those that could not be composed.

    ``seen`` is how many rows were looked at; the stream sends again in ``free_in_seconds``.
    """

    messages: Sequence[Message]
    unfit: Sequence[Outcome]
    seen: int
    free_in_seconds: float


class Outbox(Protocol):
    """The outbox as a worker sees it, for one stream."""

    def claim(self, wanted: int) -> Batch:
        """Up to ``wanted`` messages that may go now."""

    def turn(self, outcomes: Sequence[Outcome], begin: Sequence[str]) -> set[str]:
        """Record outcomes and note that the sends with the keys ``begin`` begin; those that still may go."""


def send_due(outbox: Outbox, driver: Driver, seconds: float, wanted: int = CLAIM) -> dict[str, int]:
    """Send what is due, as fast as the stream may, until nothing is or the time is up; how many of each outcome."""
    end, done = time.monotonic() + seconds, Counter[str]()
    while time.monotonic() < end:
        batch = outbox.claim(wanted)
        if batch.messages or batch.unfit:
            done.update(_send(outbox, driver, batch))
        elif not batch.seen:
            if not 0 < batch.free_in_seconds <= min(LONGEST_NAP, end - time.monotonic()):
                break
            time.sleep(batch.free_in_seconds)
    return dict(done)


def _send(outbox: Outbox, driver: Driver, batch: Batch) -> Counter[str]:
    """Send a batch, a few at a time: what became of some is written together with the beginning of the next."""
    done: Counter[str] = Counter()
    outcomes, left = list(batch.unfit), list(batch.messages)
    handed_over: list[Outcome] = []
    while outcomes or left:
        part, left = left[: driver.at_once], left[driver.at_once :]
        may_go = outbox.turn(outcomes, [message.send_key for message in part])
        done.update(outcome.status for outcome in outcomes)
        going = [message for message in part if message.send_key in may_go]
        before = len(handed_over)
        handed_over = noticing_outage(handed_over + _hand_over(driver, going)) if going else handed_over
        outcomes = handed_over[before:]
        held = next((outcome for outcome in outcomes if outcome.holds_stream), None)
        if held is not None:
            # Nothing gets through for now: what was not begun goes back at once, instead of being tried in vain.
            outcomes += [held_back(message.send_key, held) for message in left]
            left = []
    return done


def _hand_over(driver: Driver, messages: Sequence[Message]) -> list[Outcome]:
    try:
        return driver.deliver(messages)
    except Exception as error:  # a message that a driver stumbles over must not stop all others: it is in doubt alone
        log.exception("The driver failed with %s", [message.send_key for message in messages])
        said = f"{type(error).__name__}: {error}"[:500]
        return [Outcome(message.send_key, UNKNOWN, reason="cut_off", error=said) for message in messages]
