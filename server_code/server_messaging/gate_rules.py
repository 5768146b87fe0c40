"""The gate: whether one message may go to one person now, later, or not at all, and why. Pure.

Every message of every kind is asked about here, when it is planned and again just before it goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .quiet_hours import SendingHours

SEND, WAIT, SKIP = "send", "wait", "skip"
TRANSACTIONAL = "transactional"
# The one answer to STOP, START or HELP: whoever wrote that gets it, whatever they are sent else.
CONFIRMATION = "confirmation"
ASKED_FOR = frozenset({TRANSACTIONAL, CONFIRMATION})

FEATURE_OFF, ARCHIVED, NO_ADDRESS, SUPPRESSED = "feature_off", "archived", "no_address", "suppressed"
UNREACHABLE, NO_CONSENT, UNSUBSCRIBED, CAP, QUIET = "unreachable", "no_consent", "unsubscribed", "cap", "quiet_hours"
STOPPED, WINDOW, TEMPLATE, TIER, TOO_LATE = "stopped", "window", "template", "tier", "too_late"

REASONS = {
    FEATURE_OFF: "Marketing is switched off",
    ARCHIVED: "Archived",
    NO_ADDRESS: "No address on this channel",
    UNREACHABLE: "The address bounced or complained",
    UNSUBSCRIBED: "Unsubscribed",
    SUPPRESSED: "On the list of addresses nobody writes to",
    NO_CONSENT: "Never agreed to this",
    CAP: "Had enough messages in the last days",
    STOPPED: "Answered STOP",
    WINDOW: "Has not written in the last 24 hours: WhatsApp then takes only an approved template",
    TEMPLATE: "WhatsApp has not approved the template, or has paused it",
    TIER: "Waits: WhatsApp lets you begin with only so many people a day",
    TOO_LATE: "Waited longer than four hours",
    QUIET: "Waits for the hours in which people may be written to",
}

# An address that bounced or complained gets nothing at all; the other suppressions are about marketing.
DEAD_ADDRESS = frozenset({"bounced", "soft_bounced", "complained", "erased"})


@dataclass(frozen=True, slots=True)
class Recipient:
    """What the gate knows of a person on one channel.

    ``consents`` are ``channel:purpose`` they agreed to, ``withdrawn`` those they took back; ``suppressed`` holds the
    reasons for which the address is. ``recent`` is how many marketing messages, of any channel, went to them within the
    cap's days, and ``cap_frees_at`` when the next one may.
    """

    address: str | None
    zone: ZoneInfo
    is_archived: bool = False
    consents: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    suppressed: frozenset[str] = frozenset()
    recent: int = 0
    cap_frees_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What the business decided. ``cap`` messages within ``cap_days``; ``is_on`` is the feature of marketing."""

    is_on: bool = True
    cap: int = 3
    cap_days: int = 7
    hours: Mapping[str, SendingHours] = field(default_factory=dict)
    default_hours: SendingHours = field(default_factory=SendingHours)

    @property
    def cap_window(self) -> timedelta:
        """How far back messages count."""
        return timedelta(days=self.cap_days)

    def hours_of(self, channel: str) -> SendingHours:
        """When ``channel`` may be used."""
        return self.hours.get(channel, self.default_hours)


@dataclass(frozen=True, slots=True)
class Decision:
    """``what`` is SEND, WAIT (until ``until``) or SKIP, for the reason of REASONS.

    ``begins``: the message begins a conversation, of which WhatsApp allows only so many a day.
    """

    what: str
    reason: str = ""
    until: datetime | None = None
    begins: bool = False

    @property
    def goes(self) -> bool:
        return self.what == SEND

    @property
    def waits(self) -> bool:
        return self.what == WAIT

    @property
    def is_refused(self) -> bool:
        return self.what == SKIP

    @property
    def label(self) -> str:
        """The reason in words."""
        return REASONS.get(self.reason, "")


GO = Decision(SEND)


def decide(
    recipient: Recipient, channel: str, purpose: str, policy: Policy, now: datetime, *, cap_waits: bool = False
) -> Decision:
    """Whether a message of ``purpose`` may go to ``recipient`` on ``channel``.

    ``cap_waits``: a message of a sequence that meets the cap waits instead of being left out.
    """
    refusal = _refusal(recipient, channel, purpose, policy)
    if refusal:
        return Decision(SKIP, refusal)
    if purpose in ASKED_FOR:
        return GO
    if recipient.recent >= policy.cap:
        if not cap_waits:
            return Decision(SKIP, CAP)
        return Decision(WAIT, CAP, recipient.cap_frees_at or now + policy.cap_window)
    allowed = policy.hours_of(channel).allowed_at(now, recipient.zone)
    return GO if allowed <= now else Decision(WAIT, QUIET, allowed)


def _refusal(recipient: Recipient, channel: str, purpose: str, policy: Policy) -> str | None:
    if not recipient.address:
        return NO_ADDRESS
    if recipient.suppressed & DEAD_ADDRESS:
        return UNREACHABLE
    if purpose == CONFIRMATION:
        return None
    if STOPPED in recipient.suppressed:
        return STOPPED
    if purpose == TRANSACTIONAL:
        return None
    agreed = f"{channel}:{purpose}"
    checks = (
        (not policy.is_on, FEATURE_OFF),
        (recipient.is_archived, ARCHIVED),
        ("unsubscribed" in recipient.suppressed or agreed in recipient.withdrawn, UNSUBSCRIBED),
        (bool(recipient.suppressed), SUPPRESSED),
        (agreed not in recipient.consents, NO_CONSENT),
    )
    return next((reason for holds, reason in checks if holds), None)
