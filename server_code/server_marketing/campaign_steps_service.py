"""The steps of a campaign that set jobs going: each is one transaction, and the job begins once it is over.

Screens and programs take the same steps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anvil.server
from anvil.tables import in_transaction

from ..server_emails import sender_service
from ..server_shared.actors import Actor
from . import campaign_audience, campaign_service, campaign_uses
from .campaign_queries import campaign_row
from .campaign_rules import AWAITING

Step = Callable[..., dict[str, Any]]


def launch_campaign(actor: Actor, campaign_id: str, seen_version: int | None = None) -> dict[str, Any]:
    """Begin a campaign, or ask for a second person's yes. Raises NotFound, Invalid, Conflict."""
    sender_service.check_if_stale()
    count = campaign_audience.count_receivers(campaign_row(campaign_id))
    campaign = in_transaction(campaign_service.launch_campaign)(actor, campaign_id, count, seen_version)
    if campaign["status"] != AWAITING:
        anvil.server.launch_background_task("plan_campaign", campaign_id)
    return campaign


def schedule_campaign(actor: Actor, campaign_id: str, when: Any, seen_version: int | None = None) -> dict[str, Any]:
    """Let a campaign begin at ``when``, or ask for a second person's yes. Raises NotFound, Invalid, Conflict."""
    count = campaign_audience.count_receivers(campaign_row(campaign_id))
    return in_transaction(campaign_service.schedule_campaign)(actor, campaign_id, when, count, seen_version)


def approve_campaign(actor: Actor, campaign_id: str, seen_version: int) -> dict[str, Any]:
    """The second person's yes to what they saw. Raises Forbidden for the one who asked, NotFound, Invalid, Conflict."""
    # Apart, so that it is kept where the yes is then refused: it was not to what goes now.
    in_transaction(campaign_uses.notice_changes)(campaign_service.campaign_row(campaign_id))
    return _followed_by("plan_campaign", campaign_service.approve_campaign, actor, campaign_id, seen_version)


def pause_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Send no more of it until it is resumed. Raises NotFound, Invalid."""
    return _followed_by("hold_campaign", campaign_service.pause_campaign, actor, campaign_id)


def resume_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Go on with it. Raises NotFound, Invalid."""
    return _followed_by("hold_campaign", campaign_service.resume_campaign, actor, campaign_id)


def cancel_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Send no more of it, for good. Raises NotFound, Invalid."""
    return _followed_by("hold_campaign", campaign_service.cancel_campaign, actor, campaign_id)


def _followed_by(job: str, step: Step, actor: Actor, campaign_id: str, *more: Any) -> dict[str, Any]:
    campaign = in_transaction(step)(actor, campaign_id, *more)
    anvil.server.launch_background_task(job, campaign_id)
    return campaign
