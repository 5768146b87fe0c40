"""What a campaign can begin with: the library of templates, and what would do marketing good."""

from __future__ import annotations

from typing import Any

from msgspec import to_builtins

from ..server_analytics import recommendation_service
from ..server_marketing import campaign_service
from ..server_shared.actors import Actor
from ..server_templates import template_service
from .campaign_shapes import CampaignDetails, FromTemplate, Recommendations, TemplatePage, TemplateQuery
from .operations import operation

FEATURE = "marketing_enabled"
TEMPLATES = "/v1/campaigns/templates"


@operation(
    "GET",
    TEMPLATES,
    permission="campaigns.view",
    feature=FEATURE,
    query=TemplateQuery,
    gives=TemplatePage,
    transaction=True,
)
def list_templates(actor: Actor, query: TemplateQuery) -> dict[str, Any]:
    """A page of templates, by name."""
    return template_service.list_templates(actor, query.search, query.category, page=query.page)


@operation(
    "POST",
    f"{TEMPLATES}/:slug/create",
    permission="campaigns.manage",
    feature=FEATURE,
    body=FromTemplate,
    gives=CampaignDetails,
    status=201,
    transaction=True,
    audited="email_campaigns",
)
def create_from_template(actor: Actor, slug: str, body: FromTemplate) -> dict[str, Any]:
    """Write a draft with the words of a template."""
    template = template_service.get_template(actor, slug)
    words = {name: template[name] for name in ("subject", "preview_text", "blocks")}
    campaign_id = campaign_service.create_campaign(actor, {**to_builtins(body), **words})
    return campaign_service.get_campaign(actor, campaign_id)


@operation("GET", "/v1/campaigns/recommendations", permission="campaigns.view", feature=FEATURE, gives=Recommendations)
def list_recommendations(actor: Actor) -> dict[str, Any]:
    """What would do marketing good, with the reason."""
    return {"recommendations": recommendation_service.list_recommendations(actor)}
