"""The short form of rules, ``{"total_spent_min": 5000}``, and the segments a business starts with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..server_shared.errors import Invalid

# What each criterion is as a condition: field and operator.
CRITERIA = {
    "status": ("status", "in"),
    "lifecycle_stage": ("lifecycle_stage", "in"),
    "tags": ("tags", "has_any"),
    "total_spent_min": ("total_spent", "gte"),
    "days_since_contact": ("last_contact_date", "at_least_days_ago"),
}

# Segments that a business starts with: name, description, feature needed, criterion field, operator, value.
BUILT_IN = (
    ("vip_guests", "VIP guests", "At least three bookings.", "bookings_enabled", "bookings", "gte", 3),
    ("repeat_guests", "Repeat guests", "At least two bookings.", "bookings_enabled", "bookings", "gte", 2),
    (
        *("lost_guests", "Lost guests", "No contact for at least 180 days.", "bookings_enabled"),
        *("last_contact_date", "at_least_days_ago", 180),
    ),
    ("high_value", "High value", "Spent at least 5,000.", None, "total_spent", "gte", 5000),
    ("repeat_buyers", "Repeat buyers", "At least two orders.", "ecommerce_enabled", "orders", "gte", 2),
)


def to_rules(criteria: Any) -> dict[str, Any]:
    """The rules that ``criteria`` stand for: all of them must hold. Raises Invalid for a criterion that is none."""
    if not isinstance(criteria, Mapping) or not set(criteria) <= set(CRITERIA):
        raise Invalid(f"A segment's criteria are {', '.join(CRITERIA)}.")
    conditions = [
        {"field": CRITERIA[name][0], "op": CRITERIA[name][1], "value": value} for name, value in criteria.items()
    ]
    return {"operator": "AND", "conditions": conditions}
