"""How marketing does: a period beside the one before, by channel, the best campaigns, the list's health, what comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_marketing.campaign_queries import campaigns_since, coming_campaigns
from ..server_messaging import settings_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone, get_config
from ..server_shared.money import to_major
from ..server_shared.periods import Period, period_of
from . import figure_rules, figure_service, performance_rules
from .campaign_figures_service import cost_minor_of

BEST, COMING = 5, 5
# A campaign that fewer got tells little.
LEAST = 10
KEY_FIGURES = ("sent", "delivered", "opened", "clicked", "unsubscribed", "bounced", "complained", "conversions")
REACHABLE = ("email:marketing", "email:newsletter")


def get_marketing_dashboard(actor: Actor, name: str) -> dict[str, Any]:
    """``key`` figures with their change, ``times``, ``channels``, ``best``, ``health``, ``coming`` of a period.

    ``name`` is one of ``periods.PERIODS``. Raises Invalid.
    """
    zone = business_zone()
    period = period_of(name, utc_now().astimezone(zone).date())
    rows = campaigns_since(period.before().moments(zone)[0])
    days = [each.get("days", {}) for each in figure_service.days_of(rows).values()]
    now, before = (_totals(days, each, zone) for each in (period, period.before()))
    return {
        "first": period.first,
        "last": period.last,
        "has_campaigns": bool(rows),
        "key": key_figures(now[""], before[""]),
        "times": performance_rules.over_time(days, period),
        "channels": [_channel(channel, counts) for channel, counts in sorted(now.items()) if channel],
        "best": _best(rows, period, zone),
        "health": _health(period, zone),
        "coming": coming_campaigns(COMING),
        "attribution_days": settings_service.attribution_days(),
        "currency": get_config()["system_currency"],
    }


def key_figures(now: Mapping[str, int], before: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """Of each of ``KEY_FIGURES``, of the rates and of ``revenue``: ``now``, ``before``, and ``change`` as a share."""
    currency = get_config()["system_currency"]
    rates = [{f"{name}_rate": rate for name, rate in figure_rules.rates(counts).items()} for counts in (now, before)]
    pairs: dict[str, tuple[Any, Any]] = {name: (now[name], before[name]) for name in KEY_FIGURES}
    pairs |= {name: (rates[0][name], rates[1][name]) for name in rates[0]}
    pairs["revenue"] = (to_major(now["revenue_minor"], currency), to_major(before["revenue_minor"], currency))
    return {
        name: {"now": new, "before": old, "change": performance_rules.change(new, old)}
        for name, (new, old) in pairs.items()
    }


def _totals(days: Iterable[Any], period: Period, zone: ZoneInfo) -> dict[str, dict[str, int]]:
    """The figures of a period by channel, and of all as ``""``; sales by when they were made."""
    counts = performance_rules.totals(days, period)
    begins, ends = period.moments(zone)
    sales = app_tables.contact_transactions.search(
        q.fetch_only("amount_minor", clicked_send=q.fetch_only("channel")),
        q.page_size(1000),
        campaign=q.not_(None),
        occurred_at=q.all_of(q.greater_than_or_equal_to(begins), q.less_than(ends)),
    )
    for sale in sales:
        channel = sale["clicked_send"]["channel"] if sale["clicked_send"] else "email"
        for name in ("", channel):
            found = counts.setdefault(name, figure_rules.nothing())
            found["conversions"] += sale["amount_minor"] > 0
            found["revenue_minor"] += int(sale["amount_minor"])
    return counts


def _channel(channel: str, counts: Mapping[str, int]) -> dict[str, Any]:
    currency = get_config()["system_currency"]
    return {
        "channel": channel,
        "figures": dict(counts),
        "rates": figure_rules.rates(counts),
        "revenue": to_major(counts["revenue_minor"], currency),
        "cost": to_major(cost_minor_of(counts), currency),
    }


def _best(rows: Sequence[Any], period: Period, zone: ZoneInfo) -> list[dict[str, Any]]:
    """The campaigns that began in a period and that most of their receivers clicked in."""
    begins, _ = period.moments(zone)
    begun = [row for row in rows if row["started_at"] >= begins]
    figures = figure_service.figures_of(begun)
    large = [(row, figures[row.get_id()]) for row in begun if figures[row.get_id()]["delivered"] >= LEAST]
    ranked = sorted(large, key=lambda pair: pair[1]["clicked"] / pair[1]["delivered"], reverse=True)
    return [
        {
            "campaign_id": row["campaign_id"],
            "name": row["campaign_name"],
            "started_at": row["started_at"],
            "figures": counts,
            "rates": figure_rules.rates(counts),
            "revenue": to_major(counts["revenue_minor"], get_config()["system_currency"]),
        }
        for row, counts in ranked[:BEST]
    ]


def _health(period: Period, zone: ZoneInfo) -> dict[str, Any]:
    """``reachable`` by e-mail; who ``joined`` and ``left`` in a period; addresses ``suppressed`` then, by reason."""
    begins, ends = period.moments(zone)
    then = q.all_of(q.greater_than_or_equal_to(begins), q.less_than(ends))
    consents = {
        name: len(app_tables.consents.search(q.page_size(1), channel="email", state=state, recorded_at=then))
        for name, state in (("joined", "granted"), ("left", "withdrawn"))
    }
    suppressed = {
        reason: len(app_tables.suppressions.search(q.page_size(1), channel="email", reason=reason, added_at=then))
        for reason in ("bounced", "complained")
    }
    return {"reachable": count_reachable(), **consents, "suppressed": suppressed}


def count_reachable() -> int:
    """How many contacts agreed to offers or the newsletter by e-mail."""
    agreed = q.any_of(*(q.all_of(agreed_to=[name]) for name in REACHABLE))
    return len(app_tables.contacts.search(agreed, q.page_size(1), archived_at=None))
