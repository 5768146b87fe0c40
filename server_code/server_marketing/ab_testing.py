"""Tests of two versions under way: their share of the audience, and the end of each when its time has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers import ledger_service
from ..server_messaging import reaction_service
from ..server_shared.actors import SYSTEM
from ..server_shared.audit import log_audit_event
from ..server_shared.clock import utc_now
from . import ab_rules
from .ab_rules import A, B, Tally
from .campaign_rules import SENDING

TRYING = ("pending", "sending", "held")


def test_of(campaign: Any) -> dict[str, Any]:
    """The test of a campaign's row, with ``winner``, ``reason`` and ``decided_at`` once it has ended."""
    return {**ab_rules.USUAL, **((campaign["settings"] or {}).get("test") or {})}


def is_open(campaign: Any) -> bool:
    """Whether the winner of a campaign is not known yet."""
    test = test_of(campaign)
    return bool(test["is_on"]) and "winner" not in test


def variants(campaign: Any, numbers: Sequence[int]) -> dict[int, str]:
    """The version each of those people gets now, by number; who is left out of it waits for the winner.

    Where they are too few to try anything, everybody gets A.
    """
    test = test_of(campaign)
    if not test["is_on"]:
        return dict.fromkeys(numbers, A)
    if "winner" in test:
        return dict.fromkeys(numbers, test["winner"])
    return ab_rules.split(campaign["campaign_id"], numbers, test["percent"]) or dict.fromkeys(numbers, A)


def end_tests() -> list[str]:
    """End the tests whose time has come; the ids of the campaigns whose rest must be planned."""
    going = app_tables.email_campaigns.search(status=SENDING, planned_at=q.not_(None), campaign_id=q.not_(None))
    return [row["campaign_id"] for row in list(going) if is_open(row) and _end(row)]


@tables.in_transaction
def _end(campaign: Any) -> bool:
    now, test = utc_now(), test_of(campaign)
    ends = _ends_at(campaign, test)
    if campaign["status"] != SENDING or not is_open(campaign) or ends is None or now < ends:
        return False
    a, b = (_tally(campaign, variant, test["by"], ends) for variant in (A, B))
    winner, reason = ab_rules.decide(a, b, test["by"])
    settle(campaign, winner, reason)
    log_audit_event(SYSTEM, "end_test", "email_campaigns", campaign["campaign_id"], {"winner": winner or "A"})
    return True


def settle(campaign: Any, winner: str, reason: str) -> None:
    """Write down which version goes to the rest, and let that be planned. Needs a transaction."""
    test = {**test_of(campaign), "winner": winner, "reason": reason, "decided_at": utc_now().isoformat()}
    campaign.update(settings={**(campaign["settings"] or {}), "test": test}, planned_at=None)


def _ends_at(campaign: Any, test: Mapping[str, Any]) -> datetime | None:
    """When a test ends; None while its mails still go, unless they have been at it for too long."""
    waiting = app_tables.sends.search(q.page_size(1), campaign=campaign, status=q.any_of(*TRYING))
    if len(waiting):
        return campaign["started_at"] + ab_rules.GIVEN_UP
    last = app_tables.sends.search(
        tables.order_by("sent_at", ascending=False), q.page_size(1), campaign=campaign, sent_at=q.not_(None)
    )
    sent_at = next((row["sent_at"] for row in last), None)
    return ab_rules.decides_at(campaign["started_at"], sent_at, int(test["wait_hours"]))


def _tally(campaign: Any, variant: str, by: str, until: datetime) -> Tally:
    """How a version did until then; what comes later, and what machines do, counts for nothing."""
    sends = reaction_service.sent_with(campaign, variant)
    if by == "orders":
        buyers = ledger_service.buyers_among([send["contact"] for send in sends], campaign["started_at"], until)
        return Tally(len(sends), buyers)
    return Tally(len(sends), reaction_service.count_reacting(campaign, sends, by, until))
