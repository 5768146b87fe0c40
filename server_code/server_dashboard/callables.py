"""What the start page may ask."""

from __future__ import annotations

from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import chart_service, overview_service


@server_callable(permission="customers.view")
def get_dashboard(actor: Actor) -> dict[str, Any]:
    return overview_service.get_overview(actor)


@server_callable(permission="customers.view")
def get_dashboard_charts(actor: Actor, period: str = "weeks") -> dict[str, Any]:
    return {"charts": chart_service.get_charts(actor, period)}
