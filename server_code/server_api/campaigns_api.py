"""Campaigns for the business's own programs: written, launched, stopped and counted as on the screens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, field, to_builtins

from ..server_marketing import campaign_service, campaign_steps_service
from ..server_shared.actors import Actor
from .operations import operation

FEATURE = "marketing_enabled"
VIEW, MANAGE, SEND = "campaigns.view", "campaigns.manage", "campaigns.send"
AUDITED = "email_campaigns"
CAMPAIGNS = "/v1/campaigns"
CAMPAIGN = f"{CAMPAIGNS}/:campaign_id"

Text = Annotated[str, Meta(max_length=200)]
Ids = Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(max_length=50)]
Blocks = Annotated[list[dict[str, Any]], Meta(max_length=200)]


class Audience(Struct, forbid_unknown_fields=True):
    """Everyone who may be written to, or who is in any of ``segments``; but nobody in ``without``."""

    everyone: bool = False
    segments: Ids = []
    without: Ids = []


class Stats(Struct):
    """How many messages are where."""

    total: int
    waiting: int
    sent: int
    delivered: int
    opened: int
    clicked: int
    bounced: int
    complained: int
    unsubscribed: int
    failed: int
    skipped: int
    cancelled: int
    unknown: int


class Campaign(Struct):
    """A campaign in a list. Times are in UTC."""

    campaign_id: str
    campaign_name: str
    campaign_type: str
    purpose: str
    status: str
    status_reason: str | None
    version: int
    scheduled_at: datetime | None
    started_at: datetime | None
    completed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    audience: Audience
    created_by: str
    launched_by: str
    stats: Stats


class CampaignDetails(Campaign):
    """A campaign with its words, and what keeps it from going."""

    subject: str
    preview_text: str
    blocks: list[dict[str, Any]]
    wrong: list[str]


class CampaignQuery(Struct):
    """Which campaigns: those in one ``status``, the newest first."""

    status: Annotated[str, Meta(max_length=20)] = ""
    offset: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    page_size: Annotated[int, Meta(ge=1, le=200)] = 50


class CampaignPage(Struct):
    """A page of campaigns; ``next_offset`` is null at the end."""

    campaigns: list[Campaign]
    total: int
    next_offset: int | None


class NewCampaign(Struct, forbid_unknown_fields=True):
    """What a draft is made of. Nothing is sent before it is launched."""

    campaign_name: Annotated[str, Meta(min_length=1, max_length=120)]
    purpose: Annotated[str, Meta(max_length=20)] = "marketing"
    audience: Audience = field(default_factory=Audience)
    subject: Text = ""
    preview_text: Text = ""
    blocks: Blocks | UnsetType = UNSET


class CampaignChanges(Struct, forbid_unknown_fields=True):
    """What to change; ``version`` is the one that was read, so that nobody's change is lost."""

    version: int | None = None
    campaign_name: Annotated[str, Meta(min_length=1, max_length=120)] | UnsetType = UNSET
    purpose: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    audience: Audience | UnsetType = UNSET
    subject: Text | UnsetType = UNSET
    preview_text: Text | UnsetType = UNSET
    blocks: Blocks | UnsetType = UNSET


class Moment(Struct, forbid_unknown_fields=True):
    """When to begin; without a zone it is the business's time."""

    scheduled_at: Annotated[str, Meta(max_length=40)]


@operation("GET", CAMPAIGNS, permission=VIEW, feature=FEATURE, query=CampaignQuery, gives=CampaignPage)
def list_campaigns(actor: Actor, query: CampaignQuery) -> dict[str, Any]:
    """A page of campaigns, the newest first."""
    found = campaign_service.list_campaigns(actor, query.status or None)
    end = query.offset + query.page_size
    return {
        "campaigns": found[query.offset : end],
        "total": len(found),
        "next_offset": end if end < len(found) else None,
    }


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
    transaction=True,
    audited=AUDITED,
)
def schedule_campaign(actor: Actor, campaign_id: str, body: Moment) -> dict[str, Any]:
    """Let a campaign begin at a time to come."""
    return campaign_service.schedule_campaign(actor, campaign_id, body.scheduled_at)


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
