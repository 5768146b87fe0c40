"""What would do this business's marketing good now (``recommendation_rules``), from its figures of the last 90 days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_marketing import campaign_queries
from ..server_messaging import settings_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from ..server_shared.periods import period_of
from . import figure_rules, figure_service, performance_rules, performance_service, recommendation_rules
from .recommendation_rules import DRAFT_DAYS, Facts

MOST = 5
SEQUENCE, ACTIVE = "sequence", "active"


def list_recommendations(actor: Actor) -> list[dict[str, Any]]:
    """The few most useful ones: ``kind, title, reason``, and ``action, page, params`` of what to press."""
    return recommendation_rules.recommendations(_facts())[:MOST]


def _facts() -> Facts:
    zone, now = business_zone(), utc_now()
    period = period_of("quarter", now.astimezone(zone).date())
    rows = campaign_queries.campaigns_since(period.moments(zone)[0])
    kept = figure_service.days_of(rows)
    counts = performance_rules.totals([each.get("days", {}) for each in kept.values()], period)[""]
    hours = [sum(each) for each in zip(*(found.get("hours") or [0] * 24 for found in kept.values()), strict=True)]
    sequences = app_tables.email_campaigns.search(q.page_size(1), campaign_type=SEQUENCE, status=ACTIVE)
    return Facts(
        counts=counts,
        rates=figure_rules.rates(counts),
        reachable=performance_service.count_reachable(),
        quiet_days=_quiet_days(),
        hours=hours,
        segments=_segments(rows),
        drafts=_drafts(),
        waits_for_approval=campaign_queries.count_waiting_for_approval(),
        has_sequence=len(sequences) > 0,
        is_counted=settings_service.tracking() != "off",
        worst=_worst(rows),
    )


def _quiet_days() -> int | None:
    """How long nothing of marketing went to anybody; None where nothing ever did."""
    newest = tables.order_by("sent_at", ascending=False)
    sends = app_tables.sends.search(
        newest, q.fetch_only("sent_at"), q.page_size(1), sent_at=q.not_(None), purpose=q.not_("transactional")
    )
    last = next(iter(sends), None)
    return (utc_now() - last["sent_at"]).days if last is not None else None


def _drafts() -> list[dict[str, Any]]:
    """The draft that nobody touched for long, the last one of several."""
    row = campaign_queries.find_forgotten_draft(utc_now() - timedelta(DRAFT_DAYS), SEQUENCE)
    if row is None:
        return []
    days = (utc_now() - row["updated_at"]).days
    return [{"campaign_id": row["campaign_id"], "name": row["campaign_name"], "days": days}]


def _segments(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """What the receivers in each segment did, over all those campaigns."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: {"sent": 0, "delivered": 0, "opened": 0, "clicked": 0})
    for found in figure_service.segments_of(rows).values():
        for segment, counts in found.items():
            for name, count in counts.items():
                sums[segment][name] += count
    named = app_tables.segments.search(q.fetch_only("segment_id", "name"), archived_at=None)
    return [
        {"segment_id": row["segment_id"], "name": row["name"], "figures": sums[row["segment_id"]]}
        for row in named
        if row["segment_id"] in sums
    ]


def _worst(rows: Sequence[Any]) -> str:
    """The campaign with the most bounces and complaints."""
    figures = figure_service.figures_of(rows)
    harmful = [(figures[row.get_id()]["bounced"] + 10 * figures[row.get_id()]["complained"], row) for row in rows]
    harm, row = max(harmful, key=lambda pair: pair[0], default=(0, None))
    return row["campaign_id"] if row is not None and harm else ""
