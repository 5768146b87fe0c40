"""Campaigns under way: planning their messages, holding and freeing them, and seeing when they are done.

Each of these is run by a job, may run twice, and goes on where a killed run stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_analytics.message_queries import WAITING, count_sends
from ..server_messaging import outbox_service, retry_service, sending_service, settings_service
from ..server_sequences.sequence_service import ACTIVE, ARCHIVED
from ..server_shared.actors import SYSTEM, actor_from_user
from ..server_shared.audit import log_audit_event
from ..server_shared.clock import utc_now
from ..server_shared.errors import MybizzError
from . import ab_testing, budget_service, campaign_audience, campaign_service, campaign_uses
from .campaign_queries import campaign_row
from .campaign_rules import AWAITING, CANCELLED, PAUSED, SCHEDULED, SENDING, SENT, harm

BATCH = 1000
# Status of the campaign → what its waiting messages become.
FOLLOWS = {
    PAUSED: (("pending",), "held"),
    CANCELLED: (("pending", "held"), "cancelled"),
    SENDING: (("held",), "pending"),
    # Of sequences, which take what was archived back as it was.
    ACTIVE: (("held",), "pending"),
    ARCHIVED: (("pending",), "held"),
}


def plan_campaign(campaign_id: str) -> int:
    """Put every message of a campaign into the outbox, those there already left alone; how many are new."""
    row = campaign_row(campaign_id)
    if row["status"] != SENDING or row["planned_at"] is not None:
        return 0
    planned = outbox_service.enqueue(campaign_audience.plan(row))
    row.update(planned_at=utc_now())
    hold_campaign(campaign_id)
    return planned


def hold_campaign(campaign_id: str) -> int:
    """Let a campaign's waiting messages follow its status: held, free again, or cancelled; how many did."""
    moved = 0
    while count := _move_batch(campaign_id):
        moved += count
    return moved


@tables.in_transaction
def _move_batch(campaign_id: str) -> int:
    """Move some. The status is read anew: somebody may have resumed meanwhile what is just being paused."""
    campaign = campaign_row(campaign_id)
    if campaign["status"] not in FOLLOWS:
        return 0
    before, after = FOLLOWS[campaign["status"]]
    only = q.fetch_only("due_at")
    found = app_tables.sends.search(only, q.page_size(BATCH), campaign=campaign, status=q.any_of(*before))
    rows = list(islice(found, BATCH))
    now = utc_now()
    with tables.batch_update:
        for row in rows:
            # What was held is due from now on: an SMS that waits too long is not sent at all.
            due = {"due_at": max(row["due_at"], now), "ready_at": None} if after == "pending" else {}
            row.update(status=after, **due, **({"ended_at": now} if after == "cancelled" else {}))
    return len(rows)


def check_scheduled_campaigns() -> list[str]:
    """Begin the campaigns whose time has come; the ids of those that sending must be planned for."""
    for row in app_tables.email_campaigns.search(status=q.any_of(AWAITING, SCHEDULED), asked_by=q.not_(None)):
        tables.in_transaction(campaign_uses.notice_changes)(row)
    due = app_tables.email_campaigns.search(status=SCHEDULED, scheduled_at=q.less_than_or_equal_to(utc_now()))
    begun = [row["campaign_id"] for row in due if _begin(row, campaign_audience.count_receivers(row))]
    unplanned = app_tables.email_campaigns.search(status=SENDING, planned_at=None, campaign_id=q.not_(None))
    return list(dict.fromkeys([*begun, *(row["campaign_id"] for row in unplanned)]))


def wrongly_held() -> list[str]:
    """The ids of campaigns under way that hold messages all the same, since the job that frees them died."""
    going = app_tables.email_campaigns.search(status=q.any_of(SENDING, ACTIVE), campaign_id=q.not_(None))
    return [row["campaign_id"] for row in going if count_sends(row, ("held",))]


@tables.in_transaction
def _begin(row: Any, count: int) -> bool:
    if row["status"] != SCHEDULED:
        return False
    try:
        campaign_service.begin_scheduled(actor_from_user(row["launched_by"]), row, count)
    except MybizzError as error:
        row.update(status="draft", status_reason=f"Could not begin: {error.message}", scheduled_at=None)
    return bool(row["status"] == SENDING)


def finish_campaigns() -> list[str]:
    """Mark as sent the campaigns that nothing waits of any more, and pause those that do harm; the ids of these."""
    going = app_tables.email_campaigns.search(status=SENDING, planned_at=q.not_(None), campaign_id=q.not_(None))
    return [row["campaign_id"] for row in list(going) if not _finish(row) and _stop_harm(row)]


def stop_harmful(campaigns: Sequence[Any]) -> None:
    """Pause those of ``campaigns`` (rows) that do harm, at once: a quick stream sends thousands in a minute."""
    for row in campaigns:
        if row["campaign_id"] and _stop_harm(row):
            _follow_pause(row)


@tables.in_transaction
def _finish(row: Any) -> bool:
    if row["status"] != SENDING or count_sends(row, WAITING) or ab_testing.is_open(row):
        return False
    row.update(status=SENT, completed_at=utc_now(), version=row["version"] + 1)
    return True


@tables.in_transaction
def _stop_harm(row: Any) -> bool:
    """Pause a campaign whose money is spent, whose addresses bounce or whose receivers complain too much."""
    if row["status"] != SENDING:
        return False
    reason = budget_service.stops(row) or harm(
        count_sends(row, ("sent", "delivered", "opened", "clicked", "bounced", "complained", "unsubscribed")),
        count_sends(row, ("bounced",)),
        count_sends(row, ("complained",)),
        settings_service.harm_limits(),
    )
    if reason is None:
        return False
    _pause(row, reason)
    return True


def keep_to_budgets(claimed: Sequence[Any]) -> set[str]:
    """Hold those of ``claimed`` (rows of the outbox) that the budget of their campaign does not reach, and pause that
    campaign; the keys of these messages."""
    campaigns = {row["campaign"].get_id(): row["campaign"] for row in claimed if row["campaign"] is not None}
    held: set[str] = set()
    for campaign in campaigns.values():
        if campaign["campaign_id"] and budget_service.is_strict(campaign):
            held |= _hold_beyond(campaign, [row for row in claimed if row["campaign"] == campaign])
    return held


def _hold_beyond(campaign: Any, claimed: Sequence[Any]) -> set[str]:
    keys = _hold_unpaid(campaign, claimed)
    if keys:
        _follow_pause(campaign)
    return keys


@tables.in_transaction
def _hold_unpaid(campaign: Any, claimed: Sequence[Any]) -> set[str]:
    unpaid = budget_service.beyond(campaign, claimed)
    with tables.batch_update:
        for row in unpaid:
            row.update(status="held", claimed_by=None, claimed_until=None)
    if unpaid and campaign["status"] == SENDING:
        _pause(campaign, budget_service.SPENT)
    return {row["send_key"] for row in unpaid}


def _pause(campaign: Any, reason: str) -> None:
    campaign.update(status=PAUSED, status_reason=reason, version=campaign["version"] + 1)
    log_audit_event(SYSTEM, "pause_campaign", "email_campaigns", campaign["campaign_id"], {"reason": reason})


def _follow_pause(campaign: Any) -> None:
    hold_campaign(campaign["campaign_id"])
    anvil.server.launch_background_task("tell_of_pause", campaign["campaign_id"])


sending_service.watch_campaigns(stop_harmful)
retry_service.watch_campaigns(campaign_service.go_on)
sending_service.keep_within(keep_to_budgets)
