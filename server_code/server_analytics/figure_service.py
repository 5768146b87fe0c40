"""The figures of campaigns: counted by a job where something happened, kept, and read in one statement for any number.

Nothing that arrives changes a counter, so nothing can be counted twice: a campaign whose figures are stale is counted
anew from its messages, clicks and sales (``figure_counting``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_marketing.campaign_queries import UNDER_WAY, campaigns_under_way
from ..server_messaging import engagement_service
from ..server_shared.clock import utc_now
from . import attribution_service, figure_counting
from .figure_rules import nothing

# Where a row of a campaign shows that something happened to it, and the column that says when.
MET_BY = (("sends", "sent_at"), ("send_events", "received_at"))
# Whoever counts a campaign has it for so long; a worker that died leaves it to the next then.
CLAIM = timedelta(minutes=5)
# Counting takes at most a tenth of the time, however large a campaign is.
REST = 10
# What was being written while figures were counted may have been missed.
OVERLAP = timedelta(minutes=1)


def figures_of(campaigns: Sequence[Any]) -> dict[str, dict[str, Any]]:
    """The kept figures (``figure_rules.FIGURES``) of campaigns' rows, by row id, with ``counted_at``; one statement."""
    kept = _kept(campaigns, "figures")
    none_yet = {**nothing(), "counted_at": None}
    known = {key: {**none_yet, **(row["figures"] or {}), "counted_at": row["counted_at"]} for key, row in kept.items()}
    return {row.get_id(): known.get(row.get_id()) or dict(none_yet) for row in campaigns}


def figures_after_end(campaign: Any) -> dict[str, Any] | None:
    """The kept figures of a campaign that has ended, where they were counted since; None else."""
    if campaign["completed_at"] is None or campaign["status"] in UNDER_WAY:
        return None
    figures = figures_of([campaign])[campaign.get_id()]
    is_late = figures["counted_at"] is not None and figures["counted_at"] >= campaign["completed_at"] + OVERLAP
    return figures if is_late else None


def parts_of(campaign: Any) -> dict[str, Any]:
    """The kept figures of one campaign: ``figures``, and ``channels, variants, segments, links, times``."""
    row = _kept([campaign], "figures", "parts").get(campaign.get_id())
    if row is None or row["figures"] is None:
        return {"figures": nothing(), "counted_at": None, **figure_counting.no_parts()}
    return {"figures": {**nothing(), **row["figures"]}, "counted_at": row["counted_at"], **row["parts"]}


def days_of(campaigns: Sequence[Any]) -> dict[str, dict[str, Any]]:
    """What went of each campaign by day, as ``figure_counting.count`` tells it, by row id; one statement."""
    return {key: row["days"] or {} for key, row in _kept(campaigns, "days").items()}


def segments_of(campaigns: Sequence[Any]) -> dict[str, dict[str, dict[str, int]]]:
    """What the receivers in each segment did, of each campaign, by row id; one statement."""
    return {key: (row["parts"] or {}).get("segments", {}) for key, row in _kept(campaigns, "parts").items()}


def refresh_figures() -> int:
    """Judge what came in, attribute sales, and count every campaign that something happened to; how many."""
    engagement_service.judge_all()
    due = _due({**attribution_service.attribute_sales(), **_stale()})
    for campaign in due:
        recount(campaign)
    engagement_service.tell_sent()
    return len(due)


def recount(campaign: Any) -> dict[str, Any]:
    """Count a campaign's figures anew and keep them; they are as ``parts_of`` has them."""
    counted_at = utc_now()
    figures, parts, days = figure_counting.count(campaign)
    seconds = round((utc_now() - counted_at).total_seconds(), 3)
    _keep(campaign, counted_at, {"figures": figures, "parts": parts, "days": days, "seconds": seconds})
    return {"figures": figures, "counted_at": counted_at, **parts}


@tables.in_transaction
def _keep(campaign: Any, counted_at: datetime, columns: Mapping[str, Any]) -> None:
    row = app_tables.campaign_figures.get(q.fetch_only("counted_at"), campaign=campaign)
    if row is None:
        app_tables.campaign_figures.add_row(campaign=campaign, counted_at=counted_at, **columns)
    elif row["counted_at"] is None or row["counted_at"] < counted_at:
        row.update(counted_at=counted_at, claimed_until=None, **columns)


def _kept(campaigns: Sequence[Any], *columns: str) -> dict[str, Any]:
    if not campaigns:
        return {}
    only = q.fetch_only(*columns, "counted_at", campaign=q.fetch_only("campaign_id"))
    rows = app_tables.campaign_figures.search(only, q.page_size(1000), campaign=q.any_of(*campaigns))
    return {row["campaign"].get_id(): row for row in rows}


@tables.in_transaction
def _due(stale: dict[str, Any]) -> list[Any]:
    """Which of the stale campaigns to count now, claimed so that nobody else does.

    One that somebody counts just now, and a large one that rests between counts, is owed it meanwhile.
    """
    now, kept = utc_now(), _kept(list(stale.values()), "seconds", "claimed_until")
    due = []
    for key, campaign in stale.items():
        row = kept.get(key)
        if row is None:
            app_tables.campaign_figures.add_row(campaign=campaign, claimed_until=now + CLAIM)
        elif (row["claimed_until"] and row["claimed_until"] > now) or _rests(row, now):
            row["is_owed"] = True
            continue
        else:
            row.update(is_owed=False, claimed_until=now + CLAIM)
        due.append(campaign)
    return due


def _rests(row: Any, now: datetime) -> bool:
    return row["counted_at"] is not None and now - row["counted_at"] < timedelta(
        seconds=REST * float(row["seconds"] or 0)
    )


def _stale() -> dict[str, Any]:
    """The campaigns that something may have happened to since they were counted, by row id."""
    last = next(iter(_newest()), None)
    since = last["counted_at"] - OVERLAP if last is not None else None
    found = {row.get_id(): row for row in campaigns_under_way()}
    for owed in app_tables.campaign_figures.search(is_owed=True):
        found[owed["campaign"].get_id()] = owed["campaign"]
    for row in app_tables.email_campaigns.search(started_at=q.not_(None), **_after("completed_at", since)):
        found[row.get_id()] = row
    for table, column in MET_BY:
        for row in _met_since(table, column, since, found.values()):
            found[row.get_id()] = row
    return found


def _newest() -> Any:
    newest = tables.order_by("counted_at", ascending=False)
    return app_tables.campaign_figures.search(
        newest, q.fetch_only("counted_at"), q.page_size(1), counted_at=q.not_(None)
    )


def _met_since(table: str, column: str, since: datetime | None, known: Iterable[Any]) -> list[Any]:
    """The campaigns besides ``known`` with rows of ``table`` since then: one statement for each."""
    found: list[Any] = []
    apart = list(known)
    while True:
        others = q.all_of(q.not_(None), q.none_of(*apart, *found)) if apart or found else q.not_(None)
        heard = getattr(app_tables, table).search(
            q.fetch_only(campaign=q.fetch_only("campaign_id")),
            q.page_size(1),
            campaign=others,
            **_after(column, since),
        )
        event = next(iter(heard), None)
        if event is None:
            return found
        found.append(event["campaign"])


def _after(column: str, moment: datetime | None) -> dict[str, Any]:
    return {column: q.greater_than_or_equal_to(moment)} if moment else {}
