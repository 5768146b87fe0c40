"""Figures of a contact, each counted anew from the ledger behind it whenever that grows: none is ever added to.

The ledgers are ``contact_transactions`` (money), ``bookings`` and ``contact_events``.
"""

from __future__ import annotations

from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from .rules import COUNTED_EVENTS


def money_figures(contact: Any) -> dict[str, Any]:
    """What a contact has spent, in minor units, refunds taken off, and on how many purchases."""
    entries = list(
        app_tables.contact_transactions.search(
            q.fetch_only("transaction_type", "amount_minor", "occurred_at"), q.page_size(1000), contact=contact
        )
    )
    orders = [entry["occurred_at"] for entry in entries if entry["transaction_type"] == "order"]
    return {
        "total_spent_minor": sum(entry["amount_minor"] for entry in entries),
        "total_transactions": sum(1 for entry in entries if entry["transaction_type"] != "refund"),
        "orders_count": len(orders),
        "last_order_date": max(orders, default=None),
    }


def event_figures(contact: Any, event_type: str) -> dict[str, Any]:
    """How many events of one counted type a contact has, and when the last was; nothing for other types."""
    if event_type not in COUNTED_EVENTS:
        return {}
    events = app_tables.contact_events.search(
        tables.order_by("event_date", ascending=False),
        q.page_size(1),
        q.fetch_only("event_date"),
        contact=contact,
        event_type=event_type,
    )
    last = next(iter(events), None)
    return {f"{event_type}_count": len(events), f"last_{event_type}": last["event_date"] if last else None}
