"""A campaign's figures as its page shows them: with money, shares, names, and the mail with its clicks."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_marketing.campaign_queries import UNDER_WAY, campaign_row
from ..server_messaging import message_service, settings_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from ..server_shared.money import to_major, to_minor
from . import click_map, figure_rules, figure_service

# While figures are older than what happened, a look at them has them counted, this often at most.
REFRESH_SECONDS = 5.0
FRESH = timedelta(seconds=10)
MOST_SEGMENTS = 20


class _Asked:
    """When this process last asked for figures to be counted."""

    at = -REFRESH_SECONDS


def get_campaign_figures(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """``figures``, ``rates`` and ``money`` of a campaign, ``channels, variants, segments`` and ``links`` with theirs,
    ``times``, ``mails`` (the words with the clicks on them), ``counted_at``, ``attribution_days`` and ``is_stale``.

    Raises NotFound.
    """
    row = campaign_row(campaign_id)
    known = figure_service.parts_of(row)
    is_stale = _is_stale(row, known["counted_at"])
    if is_stale:
        _have_counted()
    return {
        "figures": known["figures"],
        "rates": figure_rules.rates(known["figures"]),
        "money": money_of(known["figures"]),
        "channels": [_group("channel", name, counts) for name, counts in known["channels"].items()],
        "variants": [_group("variant", name, counts) for name, counts in known["variants"].items()],
        "segments": _segments(known["segments"]),
        "links": known["links"],
        "times": _times(known["times"]),
        "mails": _mails(row, known),
        "counted_at": known["counted_at"],
        "attribution_days": settings_service.attribution_days(),
        "is_counted": settings_service.tracking() != "off",
        "is_stale": is_stale,
    }


def stats_of(campaign: Any, people: Mapping[str, int]) -> dict[str, Any]:
    """What ``get_campaign_stats`` tells of a campaign's row, under the specification's names.

    ``people`` are ``total_enrolled, active, completed, unsubscribed``. Rates are percent of what was delivered, of
    people and not of machines; ``revenue_generated`` is in major units; ``last_run_date`` is when the last one went.
    """
    counts = figure_service.parts_of(campaign)["figures"]
    rates = figure_rules.rates(counts)
    return {
        **{name: campaign[name] for name in ("campaign_name", "campaign_type", "status")},
        **people,
        "emails_sent": counts["sent"],
        "opens": counts["opened"],
        "clicks": counts["clicked"],
        "conversions": counts["conversions"],
        "revenue_generated": money_of(counts)["revenue"],
        "open_rate": 100 * (rates["open"] or 0),
        "click_rate": 100 * (rates["click"] or 0),
        "created_date": campaign["created_at"],
        "last_run_date": _last_sent_at(campaign),
    }


def _last_sent_at(campaign: Any) -> datetime | None:
    newest = tables.order_by("sent_at", ascending=False)
    found = app_tables.sends.search(
        newest, q.fetch_only("sent_at"), q.page_size(1), campaign=campaign, sent_at=q.not_(None)
    )
    return next((row["sent_at"] for row in found), None)


def money_of(counts: Mapping[str, int]) -> dict[str, Any]:
    """``revenue`` and ``cost`` in major units, their ``currency``, and ``roi`` as a share of the cost, or None."""
    currency = get_config()["system_currency"]
    cost_minor = cost_minor_of(counts)
    return {
        "revenue": to_major(counts["revenue_minor"], currency),
        "cost": to_major(cost_minor, currency),
        "currency": currency,
        "roi": figure_rules.roi(counts["revenue_minor"], cost_minor),
    }


def cost_minor_of(counts: Mapping[str, int]) -> int:
    """What messages cost, in minor units of the business's currency, of their figure in ten-thousandths."""
    minor = Decimal(counts["cost_e4"]) / 10_000 * to_minor(1, get_config()["system_currency"])
    return int(minor.to_integral_value(ROUND_HALF_UP))


def _group(kind: str, name: str, counts: Mapping[str, int]) -> dict[str, Any]:
    revenue = to_major(counts["revenue_minor"], get_config()["system_currency"])
    return {kind: name, "figures": dict(counts), "rates": figure_rules.rates(counts), "revenue": revenue}


def _segments(counts: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """The largest segments among the receivers, with their names."""
    largest = sorted(counts, key=lambda segment: -counts[segment]["sent"])[:MOST_SEGMENTS]
    rows = (
        app_tables.segments.search(q.fetch_only("segment_id", "name"), segment_id=q.any_of(*largest)) if largest else ()
    )
    names = {row["segment_id"]: row["name"] for row in rows}
    return [{"segment_id": name, "name": names[name], "figures": counts[name]} for name in largest if name in names]


def _times(times: Mapping[str, Any]) -> dict[str, Any]:
    points = [
        {"start": datetime.fromisoformat(start), "sent": sent, "opened": opened, "clicked": clicked}
        for start, sent, opened, clicked in times["points"]
    ]
    return {"unit": times["unit"], "points": points}


def _mails(row: Any, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each version of the mail as an invented person reads it, each link with the share of receivers who clicked it."""
    contents = app_tables.message_contents.search(
        q.fetch_only("variant", "subject", "html"), campaign=row, channel="email", html=q.not_(None)
    )
    found = []
    for content in contents:
        variant = content["variant"] or ""
        delivered = known["variants"].get(variant, {}).get("delivered", 0)
        people = {link["place"]: link["people"] for link in known["links"] if link["variant"] == variant}
        try:
            html = message_service.preview({"subject": content["subject"], "html": content["html"], "text": ""})["html"]
        except Invalid:
            continue
        found.append({"variant": variant, "html": click_map.with_shares(html, people, delivered)})
    return sorted(found, key=lambda mail: mail["variant"])


def _is_stale(row: Any, counted_at: datetime | None) -> bool:
    if row["started_at"] is None:
        return False
    if counted_at is None or (row["status"] in UNDER_WAY and utc_now() - counted_at > FRESH):
        return True
    since = q.greater_than_or_equal_to(counted_at - figure_service.OVERLAP)
    heard = app_tables.send_events.search(q.page_size(1), campaign=row, received_at=since)
    return len(heard) > 0 and utc_now() - counted_at > FRESH


def _have_counted() -> None:
    if time.monotonic() - _Asked.at >= REFRESH_SECONDS:
        _Asked.at = time.monotonic()
        anvil.server.launch_background_task("refresh_figures")
