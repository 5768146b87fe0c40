"""Reading a campaign's messages, clicks, sales and answers, for ``figure_rules`` to count: a statement for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_messaging import cost_service, settings_service
from ..server_messaging.engagement_service import CLICK, OPEN
from ..server_shared.config import business_zone
from . import figure_rules
from .figure_rules import Click, Sale, Sent

PAGE = 2000
MOST_LINKS = 100
TIMES = ("sent_at", "delivered_at", "opened_at", "clicked_at", "machine_opened_at")


def count(campaign: Any) -> tuple[dict[str, int], dict[str, Any], dict[str, Any]]:
    """The figures of a campaign; its ``channels, variants, segments, links, times``; and what went by day.

    The last as ``days`` (channel → day → ``figure_rules.DAILY``) and ``hours``, when people opened.
    """
    sends, clicks, sales = list(_sends(campaign)), list(_clicks(campaign)), list(_sales(campaign))
    opens = app_tables.send_events.search(q.page_size(1), campaign=campaign, event_type=OPEN)
    parts = {
        "channels": figure_rules.by(lambda each: each.channel, sends, clicks, sales),
        "variants": figure_rules.by(lambda each: each.variant, sends, clicks, sales),
        "segments": figure_rules.by_segment(sends),
        "links": figure_rules.by_link(clicks)[:MOST_LINKS],
        "times": figure_rules.over_time(sends, business_zone()),
    }
    days = {
        "days": figure_rules.by_day(sends, business_zone()),
        "hours": figure_rules.opens_by_hour(sends, business_zone()),
    }
    return figure_rules.figures(sends, clicks, sales, len(opens)), parts, days


def no_parts() -> dict[str, Any]:
    """The parts of a campaign of which nothing went yet."""
    return {"channels": {}, "variants": {}, "segments": {}, "links": [], "times": {"unit": "hour", "points": []}}


def _sends(campaign: Any) -> Iterator[Sent]:
    answers = _answers(campaign)
    rows = app_tables.sends.search(
        q.fetch_only("status", "channel", "variant", "cost", *TIMES, contact=q.fetch_only("segments")),
        q.page_size(PAGE),
        campaign=campaign,
    )
    window = timedelta(days=settings_service.attribution_days())
    for row in rows:
        contact = row["contact"]
        moments = answers.get((contact.get_id(), row["channel"]), ()) if contact is not None else ()
        sent_at = row["sent_at"]
        yield Sent(
            row["status"],
            row["channel"],
            row["variant"] or "",
            *(row[name] for name in TIMES),
            segments=(contact["segments"] or ()) if contact is not None else (),
            cost_e4=int(cost_service.cost_of_row(row) * 10_000),
            answered=sent_at is not None and any(timedelta(0) <= each - sent_at <= window for each in moments),
        )


def _answers(campaign: Any) -> dict[tuple[str, str], list[datetime]]:
    """When each person wrote to the business since a campaign began, by row id and channel."""
    if campaign["started_at"] is None:
        return {}
    found: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    rows = app_tables.inbound_messages.search(
        q.fetch_only("channel", "received_at", contact=q.fetch_only("contact_id")),
        q.page_size(PAGE),
        received_at=q.greater_than_or_equal_to(campaign["started_at"]),
        is_automatic=q.any_of(None, False),
    )
    for row in rows:
        if row["contact"] is not None:
            found[row["contact"].get_id(), row["channel"]].append(row["received_at"])
    return found


def _clicks(campaign: Any) -> Iterator[Click]:
    rows = app_tables.send_events.search(
        q.fetch_only("link_url", "detail", "is_machine", send=q.fetch_only("channel", "variant")),
        q.page_size(PAGE),
        campaign=campaign,
        event_type=CLICK,
    )
    for row in rows:
        send = row["send"]
        place = (row["detail"] or {}).get("place")
        yield Click(
            send.get_id(),
            send["channel"],
            send["variant"] or "",
            row["link_url"] or "",
            place,
            row["is_machine"] is not False,
        )


def _sales(campaign: Any) -> Iterator[Sale]:
    rows = app_tables.contact_transactions.search(
        q.fetch_only("amount_minor", clicked_send=q.fetch_only("channel", "variant")),
        q.page_size(PAGE),
        campaign=campaign,
    )
    for row in rows:
        send = row["clicked_send"]
        yield Sale(int(row["amount_minor"]), send["channel"] if send else "", (send["variant"] or "") if send else "")
