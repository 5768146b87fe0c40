"""Campaigns for the business's own programs: written, launched, stopped and counted as on the screens."""

from __future__ import annotations

from typing import Any

from msgspec import to_builtins

from ..server_analytics import campaign_figures_service
from ..server_marketing import campaign_service, campaign_steps_service
from ..server_shared.actors import Actor
from . import campaign_library_api, recipients_api  # noqa: F401 (their addresses come before those of a campaign)
from .campaign_shapes import (
    Campaign,
    CampaignChanges,
    CampaignDetails,
    CampaignPage,
    CampaignQuery,
    Figures,
    Moment,
    NewCampaign,
)
from .operations import operation

FEATURE = "marketing_enabled"
VIEW, MANAGE, SEND = "campaigns.view", "campaigns.manage", "campaigns.send"
AUDITED = "email_campaigns"
CAMPAIGNS = "/v1/campaigns"
CAMPAIGN = f"{CAMPAIGNS}/:campaign_id"


@operation("GET", CAMPAIGNS, permission=VIEW, feature=FEATURE, query=CampaignQuery, gives=CampaignPage)
def list_campaigns(actor: Actor, query: CampaignQuery) -> dict[str, Any]:
    """A page of campaigns, the newest first."""
    return campaign_service.page_of_campaigns(actor, query.status or None, query.cursor or None, query.page_size)


@operation(
    "POST",
    CAMPAIGNS,
    permission=MANAGE,
    feature=FEATURE,
    body=NewCampaign,
    gives=CampaignDetails,
    status=201,
    transaction=True,
    audited=AUDITED,
)
def create_campaign(actor: Actor, body: NewCampaign) -> dict[str, Any]:
    """Write a draft."""
    return campaign_service.get_campaign(actor, campaign_service.create_campaign(actor, to_builtins(body)))


@operation("GET", CAMPAIGN, permission=VIEW, feature=FEATURE, gives=CampaignDetails, transaction=True)
def get_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """One campaign, with its words."""
    return campaign_service.get_campaign(actor, campaign_id)


@operation(
    "PUT",
    CAMPAIGN,
    permission=MANAGE,
    feature=FEATURE,
    body=CampaignChanges,
    gives=CampaignDetails,
    transaction=True,
    audited=AUDITED,
)
def update_campaign(actor: Actor, campaign_id: str, body: CampaignChanges) -> dict[str, Any]:
    """Change a campaign that has not begun; what is not given stays. One that was scheduled is a draft again."""
    changes = to_builtins(body)
    return campaign_service.update_campaign(actor, campaign_id, changes, changes.pop("version"))


@operation(
    "DELETE",
    CAMPAIGN,
    permission=MANAGE,
    feature=FEATURE,
    gives=CampaignDetails,
    transaction=True,
    audited=AUDITED,
)
def archive_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Put a campaign away; its figures stay. Not one that is under way."""
    campaign_service.archive_campaign(actor, campaign_id)
    return campaign_service.get_campaign(actor, campaign_id)


@operation("GET", f"{CAMPAIGN}/analytics", permission=VIEW, feature=FEATURE, gives=Figures)
def get_analytics(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """What became of a campaign: delivered, opened, clicked, bought."""
    return campaign_figures_service.get_campaign_figures(actor, campaign_id)


@operation("POST", f"{CAMPAIGN}/launch", permission=SEND, feature=FEATURE, gives=Campaign, status=202)
def launch_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Begin a campaign, or ask for a second person's yes where it goes to many."""
    return campaign_steps_service.launch_campaign(actor, campaign_id)


@operation(
    "POST",
    f"{CAMPAIGN}/schedule",
    permission=SEND,
    feature=FEATURE,
    body=Moment,
    gives=Campaign,
    audited=AUDITED,
)
def schedule_campaign(actor: Actor, campaign_id: str, body: Moment) -> dict[str, Any]:
    """Let a campaign begin at a time to come, or ask for a second person's yes where it goes to many."""
    return campaign_steps_service.schedule_campaign(actor, campaign_id, body.scheduled_at)


@operation("POST", f"{CAMPAIGN}/pause", permission=SEND, feature=FEATURE, gives=Campaign, audited=AUDITED)
def pause_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Send no more of it until it is resumed."""
    return campaign_steps_service.pause_campaign(actor, campaign_id)


@operation("POST", f"{CAMPAIGN}/resume", permission=SEND, feature=FEATURE, gives=Campaign, audited=AUDITED)
def resume_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Go on with a paused campaign."""
    return campaign_steps_service.resume_campaign(actor, campaign_id)


@operation("POST", f"{CAMPAIGN}/cancel", permission=SEND, feature=FEATURE, gives=Campaign, audited=AUDITED)
def cancel_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """Send no more of it, for good."""
    return campaign_steps_service.cancel_campaign(actor, campaign_id)
