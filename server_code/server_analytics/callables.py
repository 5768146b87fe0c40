"""What screens may ask of how marketing does."""

from __future__ import annotations

from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import performance_service, recommendation_service, report_service

FEATURE = "marketing_enabled"


@server_callable(permission="campaigns.view", feature=FEATURE)
def get_marketing_dashboard(actor: Actor, period: str = "month") -> dict[str, Any]:
    return performance_service.get_marketing_dashboard(actor, period)


@server_callable(permission="campaigns.view", feature=FEATURE)
def list_recommendations(actor: Actor) -> dict[str, Any]:
    return {"recommendations": recommendation_service.list_recommendations(actor)}


@server_callable(permission="data.export", feature=FEATURE, audited="email_campaigns")
def export_marketing_report(actor: Actor, period: str = "month") -> dict[str, Any]:
    return {"file": report_service.export_marketing_report(actor, period)}
