"""What would do marketing good, from its figures: each with its reason and what to press. Pure.

The limits of bounces and complaints are those that large mail hosts judge senders by (Gmail and Yahoo, rules for bulk
senders, 2024: complaints under 0.1 %, never 0.3 %).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

ENOUGH = 50
BOUNCES, COMPLAINTS, UNSUBSCRIBES, OPENS = 0.02, 0.001, 0.01, 0.15
QUIET_DAYS, DRAFT_DAYS = 30, 14
HOUR_SHARE, MORE_CLICKS = 0.2, 1.5


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known. ``rates`` and ``counts`` are those of the last 90 days; ``hours`` when people opened then.

    ``segments`` are ``{segment_id, name, figures}`` of the same time; ``drafts`` are ``{campaign_id, name, days}``.
    """

    counts: dict[str, int]
    rates: dict[str, float | None]
    reachable: int
    quiet_days: int | None
    hours: Sequence[int] = ()
    segments: Sequence[dict[str, Any]] = ()
    drafts: Sequence[dict[str, Any]] = ()
    waits_for_approval: int = 0
    has_sequence: bool = True
    is_counted: bool = True
    worst: str = ""


def recommendations(facts: Facts) -> list[dict[str, Any]]:
    """``kind, title, reason``, and ``action``, ``page`` and ``params`` of the button; what matters most first."""
    return [*_dangers(facts), *_chances(facts)]


def _dangers(facts: Facts) -> Iterator[dict[str, Any]]:
    went = facts.counts["sent"]
    campaign = ("campaign", {"campaign_id": facts.worst}) if facts.worst else ("campaigns", {})
    if facts.waits_for_approval:
        reason = f"{_count(facts.waits_for_approval, 'campaign is', 'campaigns are')} ready and cannot go without it."
        page = ("campaigns", {"status": "awaiting_approval"})
        yield _one("approval", "Somebody’s yes is waited for", reason, "Show them", *page)
    if went >= ENOUGH and (facts.rates["complaint"] or 0) >= COMPLAINTS:
        reason = (
            f"{_percent(facts.rates['complaint'])} of those who got mail reported it as spam; mail hosts begin to "
            f"refuse it at {_percent(COMPLAINTS)}. Write to fewer people, and only to those who asked for it."
        )
        yield _one("complaints", "Too many report your mail as spam", reason, "Show the worst campaign", *campaign)
    if went >= ENOUGH and (facts.rates["bounce"] or 0) >= BOUNCES:
        reason = (
            f"{_percent(facts.rates['bounce'])} of {went:,} messages came back. Such addresses are written to no more; "
            "look where they came from before you import from there again."
        )
        yield _one("bounces", "Many addresses do not exist", reason, "Show the worst campaign", *campaign)
    if went >= ENOUGH and (facts.rates["unsubscribe"] or 0) >= UNSUBSCRIBES:
        reason = (
            f"{_percent(facts.rates['unsubscribe'])} of those who got mail unsubscribed. Write less often, or to the "
            "segment that a mail concerns."
        )
        yield _one("unsubscribes", "Many leave", reason, "Show segments", "segments", {})


def _chances(facts: Facts) -> Iterator[dict[str, Any]]:
    if facts.reachable and (facts.quiet_days is None or facts.quiet_days >= QUIET_DAYS):
        since = f"for {facts.quiet_days} days" if facts.quiet_days is not None else "yet"
        reason = (
            f"{_count(facts.reachable, 'person', 'people')} agreed to hear from you, and nothing went to them {since}."
        )
        yield _one("quiet", "Write to your readers", reason, "Write a campaign", "campaign-edit", {})
    for draft in facts.drafts[:1]:
        reason = f"“{draft['name']}” was last changed {draft['days']} days ago."
        yield _one(
            "draft", "Finish what you began", reason, "Go on", "campaign-edit", {"campaign_id": draft["campaign_id"]}
        )
    if not facts.is_counted:
        reason = "Nobody’s opens and clicks are counted, so nothing can be said of what people like."
        yield _one("tracking", "Find out what people like", reason, "Settings of messages", "settings-messages", {})
    yield from _from_reactions(facts)
    if facts.reachable and not facts.has_sequence:
        reason = "Nothing is sent by itself to people who are new. A first mail is read more than any other."
        yield _one("welcome", "Greet who is new", reason, "Make a sequence", "sequences", {})


def _from_reactions(facts: Facts) -> Iterator[dict[str, Any]]:
    delivered, opened = facts.counts["delivered"], facts.counts["opened"]
    if facts.is_counted and delivered >= ENOUGH and (facts.rates["open"] or 0) < OPENS:
        reason = (
            f"{_percent(facts.rates['open'])} opened what came. Try two subjects on a few, and send the better one."
        )
        yield _one("subjects", "Try two subjects", reason, "Write a campaign", "campaign-edit", {})
    best = _best_segment(facts)
    if best:
        share, usual = best["figures"]["clicked"] / best["figures"]["delivered"], facts.rates["click"] or 0
        reason = (
            f"{_percent(share)} of “{best['name']}” clicked, {_percent(usual)} of all. Write something for them alone."
        )
        page = ("segment-edit", {"segment_id": best["segment_id"]})
        yield _one("segment", f"“{best['name']}” listens", reason, "Show the segment", *page)
    if opened >= ENOUGH and max(facts.hours, default=0) >= HOUR_SHARE * opened:
        hour = facts.hours.index(max(facts.hours))
        reason = f"{facts.hours[hour]:,} of {opened:,} people opened between {hour}:00 and {(hour + 1) % 24}:00."
        title = f"Send around {hour}:00"
        yield _one("hour", title, reason, "Write a campaign", "campaign-edit", {})


def _best_segment(facts: Facts) -> dict[str, Any] | None:
    usual = facts.rates["click"] or 0
    large = [each for each in facts.segments if each["figures"]["delivered"] >= ENOUGH]
    best = max(large, key=lambda each: each["figures"]["clicked"] / each["figures"]["delivered"], default=None)
    if best is None or not usual:
        return None
    return best if best["figures"]["clicked"] / best["figures"]["delivered"] >= MORE_CLICKS * usual else None


def _one(kind: str, title: str, reason: str, action: str, page: str, params: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "title": title, "reason": reason, "action": action, "page": page, "params": params}


def _percent(value: float | None) -> str:
    return f"{100 * (value or 0):.2g}%"


def _count(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
