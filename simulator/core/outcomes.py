"""What becomes of a message: by its address, else by the shares of the switches. Pure but for the dice.

A mark after a plus in the local part decides (``ann+bounce@example.com``), or an address of Amazon's mailbox simulator.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .journal import Message
from .switches import Switches

REQUEST, DELIVERED, HARD, SOFT, COMPLAINT = "request", "delivered", "hard_bounce", "soft_bounce", "complaint"
BLOCKED, DEFERRED = "blocked", "deferred"
QUEUED, SENT, READ, UNDELIVERED, FAILED = "queued", "sent", "read", "undelivered", "failed"
# What people and machines do, not what services tell.
OPEN, CLICK, REPLY, SCAN = "act:open", "act:click", "act:reply", "act:scan"
REFUSED, LATER = "refused", "later"

MARKS = {"bounce": HARD, "soft": SOFT, "complaint": COMPLAINT, "refused": REFUSED, "later": LATER}
MARKS |= {"blocked": BLOCKED, "deferred": DEFERRED}
AMAZONS = "@simulator.amazonses.com"
AMAZONS_MARKS = {"bounce": HARD, "suppressionlist": HARD, "complaint": COMPLAINT, "ooto": DELIVERED}
NO_SUCH_USER = "550 5.1.1 The email account that you tried to reach does not exist."
FULL = "452 4.2.2 The recipient's inbox is out of storage space."
BAD_WORDS = "554 5.7.1 Message contains spam or virus"
# Twilio's: unknown destination, handset out of reach, too many at once.
UNKNOWN_NUMBER, UNREACHABLE_NUMBER = "30005", "30003"
TOO_MANY = {"whatsapp": "63018", "sms": "30001"}


@dataclass(frozen=True, slots=True)
class Step:
    """``event`` happens so long after the message was taken."""

    after_seconds: float
    event: str
    detail: str = ""


Plan = list[Step]


def mark_of(address: str) -> str:
    """What an address by itself asks for: one of MARKS' outcomes, or ""."""
    local, _, domain = address.lower().partition("@")
    if f"@{domain}" == AMAZONS:
        return AMAZONS_MARKS.get(local, "")
    return MARKS.get(local.rpartition("+")[2], "") if "+" in local else ""


def plan_for(message: Message, switches: Switches, random: Random) -> Plan:
    """The events of a message, in order."""
    outcome = mark_of(message.to) if message.channel == "email" else ""
    outcome = outcome or _by_chance(switches, random)
    if message.channel == "email":
        return _mail_plan(outcome, switches, random)
    return _text_plan(message.channel, outcome, switches, random)


def _by_chance(switches: Switches, random: Random) -> str:
    throw = random.random() * 100
    for outcome in (HARD, SOFT, COMPLAINT):
        throw -= getattr(switches, outcome)
        if throw < 0:
            return outcome
    return DELIVERED


def _mail_plan(outcome: str, switches: Switches, random: Random) -> Plan:
    plan = [Step(0.02, REQUEST)]
    if outcome == HARD:
        return [*plan, Step(0.15, HARD, NO_SUCH_USER)]
    if outcome == SOFT:
        return [*plan, Step(0.15, SOFT, FULL)]
    if outcome == BLOCKED:
        return [*plan, Step(0.15, BLOCKED, BAD_WORDS)]
    if outcome == DEFERRED:
        plan.append(Step(0.1, DEFERRED, FULL))
    plan.append(Step(0.15, DELIVERED))
    if random.random() * 100 < switches.scanned:
        plan.append(Step(0.2, SCAN))
    if outcome == COMPLAINT:
        return [*plan, Step(0.4, COMPLAINT)]
    if random.random() * 100 < switches.opened:
        plan.append(Step(0.4, OPEN))
    if random.random() * 100 < switches.clicked:
        plan.append(Step(0.6, CLICK))
    return plan


def _text_plan(channel: str, outcome: str, switches: Switches, random: Random) -> Plan:
    if switches.busy and random.random() * 100 < switches.busy:
        return [Step(0.02, QUEUED), Step(0.1, FAILED, TOO_MANY[channel])]
    plan = [Step(0.02, QUEUED), Step(0.06, SENT)]
    if outcome == HARD:
        return [*plan, Step(0.15, UNDELIVERED, "63024" if channel == "whatsapp" else UNKNOWN_NUMBER)]
    if outcome == SOFT:
        return [*plan, Step(0.15, UNDELIVERED, UNREACHABLE_NUMBER)]
    plan.append(Step(0.15, DELIVERED))
    if channel == "whatsapp" and random.random() * 100 < switches.opened:
        plan.append(Step(0.4, READ))
    if random.random() * 100 < switches.stop:
        plan.append(Step(0.5, REPLY, "STOP"))
    return plan
