"""Twilio's words and numbers for what became of a message, in ours. Pure, and shared with the worker on the uplink.

The codes are those of Twilio's error and warning dictionary, https://www.twilio.com/docs/api/errors.
"""

from __future__ import annotations

from .driver_service import BOUNCED, FAILED, RETRY, SENT
from .event_rules import PUT_OFF
from .gate_rules import BUSY, OUT_OF_REACH, STOPPED, WINDOW

TEMPLATE_PAUSED, TEMPLATE_REJECTED = "template_paused", "template_rejected"
# Statuses of a message that Twilio has taken; it tells of them in any order.
TAKEN = frozenset({"accepted", "scheduled", "queued", "sending", "sent"})
ARRIVED = {"delivered": "delivered", "read": "read"}
REFUSED = frozenset({"undelivered", "failed", "canceled"})

_CODES = {
    **dict.fromkeys((21610,), (FAILED, STOPPED)),
    **dict.fromkeys((63016,), (FAILED, WINDOW)),
    # No such number, no mobile telephone, nobody of that number on WhatsApp.
    **dict.fromkeys((21211, 21614, 30005, 30006, 63003, 63024), (BOUNCED, "hard_bounce")),
    **dict.fromkeys((63041,), (FAILED, TEMPLATE_PAUSED)),
    **dict.fromkeys((63040, 63042), (FAILED, TEMPLATE_REJECTED)),
    **dict.fromkeys((63005, 63013, 63027, 63028, 21655, 21656), (FAILED, "content")),
    **dict.fromkeys((30007,), (FAILED, "filtered")),
    # Too many at once, or too many waiting: the same message may go later; after up to 24 hours where WhatsApp's limit
    # of people is met (63018).
    **dict.fromkeys((20429, 21611, 63017, 63018, 30001, 14107), (RETRY, BUSY)),
    # Switched off or out of reach for now, which Twilio says to try again.
    30003: (RETRY, OUT_OF_REACH),
    # Not 30008 (a carrier's error of no known kind) and 63012 (an error within WhatsApp): nobody says that such a
    # message did not arrive, so it is for a person to send it again.
}
OUR_FAULTS = frozenset({20003, 20404, 20403, 21606, 21603, 63007})


def refusal(code: int | None) -> tuple[str, str]:
    """The status and the reason of a message that ended with an error code; any that is not known is a failure."""
    return _CODES.get(code or 0, (FAILED, "refused"))


def event_of(status: str, code: int | None) -> str | None:
    """The kind of event that a status callback tells of, as ``event_service.note`` takes it; None for no news."""
    if status in TAKEN:
        return SENT
    if status in ARRIVED:
        return ARRIVED[status]
    if status in REFUSED:
        return {BOUNCED: BOUNCED, RETRY: PUT_OFF}.get(refusal(code)[0], FAILED)
    return None
