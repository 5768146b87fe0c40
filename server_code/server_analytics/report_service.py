"""Reports on marketing as files: the campaigns of a period, a line each."""

from __future__ import annotations

from typing import Any

import anvil

from ..server_customers.export_service import table_file
from ..server_marketing.campaign_queries import campaigns_since
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from ..server_shared.periods import period_of
from . import figure_rules, figure_service
from .campaign_figures_service import money_of

COUNTS = {
    "sent": "Sent",
    "delivered": "Delivered",
    "opened": "Opened (people)",
    "clicked": "Clicked (people)",
    "responses": "Answered",
    "bounced": "Bounced",
    "complained": "Reported as spam",
    "unsubscribed": "Unsubscribed",
    "skipped": "Left out",
    "raw_opens": "Opens, machines too",
    "raw_clicks": "Clicks, machines too",
    "conversions": "Sales",
}
COLUMNS = {
    "campaign_id": "Number",
    "campaign_name": "Campaign",
    "campaign_type": "Kind",
    "status": "State",
    "started_at": "Began",
    "completed_at": "Ended",
    **COUNTS,
    "open_share": "Opened, % of delivered",
    "click_share": "Clicked, % of delivered",
    "revenue": "Revenue",
    "cost": "Cost",
    "currency": "Currency",
}


def export_marketing_report(actor: Actor, name: str) -> anvil.Media:
    """The campaigns that went in a period as a CSV file, with all their figures so far. Raises Invalid."""
    zone = business_zone()
    period = period_of(name, utc_now().astimezone(zone).date())
    rows = campaigns_since(period.moments(zone)[0])
    known = figure_service.figures_of(rows)
    records = (_record(row, known[row.get_id()]) for row in rows)
    return table_file("campaigns", COLUMNS, records, zone)


def _record(row: Any, counts: dict[str, Any]) -> dict[str, Any]:
    rates, money = figure_rules.rates(counts), money_of(counts)
    named = ("campaign_id", "campaign_name", "campaign_type", "status", "started_at", "completed_at")
    return {
        **{name: row[name] for name in named},
        **{name: counts[name] for name in COUNTS},
        "open_share": _hundredths(rates["open"]),
        "click_share": _hundredths(rates["click"]),
        **{name: money[name] for name in ("revenue", "cost", "currency")},
    }


def _hundredths(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)
