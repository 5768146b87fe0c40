"""Which campaign brought about which sale, written onto the sales so that both can be summed up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_messaging import settings_service
from ..server_messaging.engagement_service import CLICK
from ..server_shared.clock import utc_now
from .attribution_rules import Entry, attribute

BATCH = 200
PAGE = 1000
# Who bought so lately is looked at; what they bought before that is looked at too, for their refunds.
RECENT, BEFORE = timedelta(days=2), timedelta(days=90)
SALE_COLUMNS = ("amount_minor", "occurred_at")


def attribute_sales(recent: timedelta = RECENT) -> dict[str, Any]:
    """Let the sales of those who bought lately name the message that brought them about; the campaigns concerned.

    They come as row id → row of ``email_campaigns``. Opens transactions.
    """
    now = utc_now()
    lately = q.greater_than_or_equal_to(now - recent)
    only = q.fetch_only(contact=q.fetch_only("contact_number"))
    rows = app_tables.contact_transactions.search(only, q.page_size(PAGE), occurred_at=lately)
    people = list({row["contact"].get_id(): row["contact"] for row in rows if row["contact"] is not None}.values())
    changed: dict[str, Any] = {}
    for start in range(0, len(people), BATCH):
        changed.update(_attribute_batch(people[start : start + BATCH], now - recent - BEFORE))
    return changed


@tables.in_transaction
def _attribute_batch(contacts: Sequence[Any], since: datetime) -> dict[str, Any]:
    window = timedelta(days=settings_service.attribution_days())
    clicks = _clicks(contacts, since - window)
    sales: dict[str, list[Any]] = defaultdict(list)
    campaign = q.fetch_only("campaign_id")
    columns = q.fetch_only(*SALE_COLUMNS, contact=q.fetch_only("contact_number"), campaign=campaign)
    about = {"contact": q.any_of(*contacts), "occurred_at": q.greater_than_or_equal_to(since)}
    for sale in app_tables.contact_transactions.search(columns, q.page_size(PAGE), **about):
        sales[sale["contact"].get_id()].append(sale)
    changed: dict[str, Any] = {}
    with tables.batch_update:
        for person, own in sales.items():
            entries = [Entry(sale.get_id(), sale["occurred_at"], int(sale["amount_minor"])) for sale in own]
            found = attribute(entries, clicks[person], window)
            for sale in own:
                changed.update(_write(sale, found[sale.get_id()]))
    return changed


def _clicks(contacts: Sequence[Any], since: datetime) -> dict[str, list[tuple[datetime, Any]]]:
    """When each person clicked in a campaign's message, and the message."""
    events = app_tables.send_events.search(
        tables.order_by("occurred_at"),
        q.fetch_only(
            "occurred_at",
            contact=q.fetch_only("contact_number"),
            send=q.fetch_only(campaign=q.fetch_only("campaign_id")),
        ),
        q.page_size(PAGE),
        contact=q.any_of(*contacts),
        event_type=CLICK,
        is_machine=False,
        occurred_at=q.greater_than_or_equal_to(since),
        campaign=q.not_(None),
    )
    clicks: dict[str, list[tuple[datetime, Any]]] = defaultdict(list)
    for event in events:
        clicks[event["contact"].get_id()].append((event["occurred_at"], event["send"]))
    return clicks


def _write(sale: Any, send: Any) -> dict[str, Any]:
    """Let a sale name a message (or none), and the campaigns whose figures that changes."""
    before, after = sale["campaign"], send["campaign"] if send is not None else None
    if before == after:
        return {}
    sale.update(campaign=after, clicked_send=send)
    return {campaign.get_id(): campaign for campaign in (before, after) if campaign is not None}
