"""The gate: whether one message may go to one person now, later, or not at all, and why. Pure.

Every message of every kind is asked about here, when it is planned and again just before it goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .event_rules import SOFT_BOUNCED
from .quiet_hours import SendingHours

SEND, WAIT, SKIP = "send", "wait", "skip"
TRANSACTIONAL = "transactional"
# The one answer to STOP, START or HELP: whoever wrote that gets it, whatever they are sent else.
CONFIRMATION = "confirmation"
# What somebody of the business writes to one person who wrote to it.
CONVERSATION = "conversation"
ASKED_FOR = frozenset({TRANSACTIONAL, CONFIRMATION, CONVERSATION})

FEATURE_OFF, ARCHIVED, NO_ADDRESS, SUPPRESSED = "feature_off", "archived", "no_address", "suppressed"
UNREACHABLE, NO_CONSENT, UNSUBSCRIBED, CAP, QUIET = "unreachable", "no_consent", "unsubscribed", "cap", "quiet_hours"
STOPPED, WINDOW, TEMPLATE, TIER, TOO_LATE = "stopped", "window", "template", "tier", "too_late"
NOT_ON_LIST, OFTEN, UNIMPORTANT = "not_on_list", "frequency", "important_only"
# Not of the gate: why a message that went waits to go once more.
BUSY, OUT_OF_REACH = "provider", "out_of_reach"

REASONS = {
    FEATURE_OFF: "Marketing is switched off",
    ARCHIVED: "Archived",
    NO_ADDRESS: "No address on this channel",
    UNREACHABLE: "The address bounced or complained",
    UNSUBSCRIBED: "Unsubscribed",
    SUPPRESSED: "On the list of addresses nobody writes to",
    NO_CONSENT: "Never agreed to this",
    NOT_ON_LIST: "Not on the list, or not any more",
    CAP: "Had enough messages in the last days",
    STOPPED: "Answered STOP",
    WINDOW: "Has not written in the last 24 hours: WhatsApp then takes only an approved template",
    TEMPLATE: "WhatsApp has not approved the template, or has paused it",
    TIER: "Waits: WhatsApp lets you begin with only so many people a day",
    TOO_LATE: "Waited longer than four hours",
    OFTEN: "Asked for mail less often",
    UNIMPORTANT: "Wants only what is important",
    QUIET: "Waits for the hours in which people may be written to",
    SOFT_BOUNCED: "The mailbox was full or out of reach",
    BUSY: "The service that sends was too busy",
    OUT_OF_REACH: "The telephone was switched off or out of reach",
}

# An address that bounced or complained gets nothing at all; the other suppressions are about marketing.
DEAD_ADDRESS = frozenset({"bounced", SOFT_BOUNCED, "complained", "erased"})

# How often a person wants mail → how long after the last message the next may go. A campaign takes its time to go
# out: the periods are a little short, so that who got last week's at its end is not left out of this week's.
IMPORTANT_ONLY = "important_only"
PERIODS = {"weekly": timedelta(days=6, hours=12), "monthly": timedelta(days=27)}


@dataclass(frozen=True, slots=True)
class Recipient:
    """What the gate knows of a person on one channel.

    ``consents`` are ``channel:purpose`` they agreed to, ``withdrawn`` those they took back; ``suppressed`` holds the
    reasons for which the address is. ``recent`` is how many marketing messages, of any channel, went to them within the
    cap's days, and ``cap_frees_at`` when the next one may. ``lists`` are the mailing lists they are on, ``frequency``
    is how often they want mail (None: as it comes), and ``last_at`` when they last got something, where that counts.
    """

    address: str | None
    zone: ZoneInfo
    is_archived: bool = False
    consents: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    suppressed: frozenset[str] = frozenset()
    recent: int = 0
    cap_frees_at: datetime | None = None
    lists: frozenset[str] = frozenset()
    frequency: str | None = None
    last_at: datetime | None = None


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


@dataclass(frozen=True, slots=True)
class About:
    """What the gate is told of a message besides its kind.

    ``cap_waits``: one of a sequence that meets the cap waits instead of being left out. ``list_id``: it goes to people
    on this mailing list only. ``is_important``: it goes to those too who want only what is important.
    """

    cap_waits: bool = False
    list_id: str = ""
    is_important: bool = False


ANY = About()


def decide(
    recipient: Recipient, channel: str, purpose: str, policy: Policy, now: datetime, about: About = ANY
) -> Decision:
    """Whether a message of ``purpose`` may go to ``recipient`` on ``channel``."""
    refusal = _refusal(recipient, channel, purpose, policy, about)
    if refusal:
        return Decision(SKIP, refusal)
    if purpose in ASKED_FOR:
        return GO
    if recipient.recent >= policy.cap:
        if not about.cap_waits:
            return Decision(SKIP, CAP)
        return Decision(WAIT, CAP, recipient.cap_frees_at or now + policy.cap_window)
    too_early = _too_early(recipient, channel, now)
    if too_early:
        return Decision(WAIT, OFTEN, too_early) if about.cap_waits else Decision(SKIP, OFTEN)
    allowed = policy.hours_of(channel).allowed_at(now, recipient.zone)
    return GO if allowed <= now else Decision(WAIT, QUIET, allowed)


def _too_early(recipient: Recipient, channel: str, now: datetime) -> datetime | None:
    """When the next mail may go to somebody who asked for fewer, if that is still to come."""
    period = PERIODS.get(recipient.frequency or "")
    if channel != "email" or period is None or recipient.last_at is None:
        return None
    return recipient.last_at + period if recipient.last_at + period > now else None


def _refusal(recipient: Recipient, channel: str, purpose: str, policy: Policy, about: About) -> str | None:
    if not recipient.address:
        return NO_ADDRESS
    if recipient.suppressed & DEAD_ADDRESS:
        return UNREACHABLE
    if purpose == CONFIRMATION:
        return None
    if STOPPED in recipient.suppressed:
        return STOPPED
    if purpose in (TRANSACTIONAL, CONVERSATION):
        return None
    agreed = f"{channel}:{purpose}"
    checks = (
        (not policy.is_on, FEATURE_OFF),
        (recipient.is_archived, ARCHIVED),
        ("unsubscribed" in recipient.suppressed or agreed in recipient.withdrawn, UNSUBSCRIBED),
        (bool(recipient.suppressed), SUPPRESSED),
        (agreed not in recipient.consents, NO_CONSENT),
        (bool(about.list_id) and about.list_id not in recipient.lists, NOT_ON_LIST),
        (channel == "email" and recipient.frequency == IMPORTANT_ONLY and not about.is_important, UNIMPORTANT),
    )
    return next((reason for holds, reason in checks if holds), None)
