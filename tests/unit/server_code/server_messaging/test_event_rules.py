"""What events make of a message and of an address: the same in whatever order they come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_messaging.event_rules import (
    BOUNCED,
    CLICK,
    CLICKED,
    COMPLAINED,
    DELIVERED,
    OPEN,
    OPENED,
    SOFT_BOUNCED,
    TYPES,
    is_worn_out,
    status_after,
)

DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@given(st.lists(st.sampled_from(sorted(TYPES)), max_size=6), st.randoms())
def test_c36_the_order_of_events_does_not_matter(events, chance):
    mixed = events * 3
    chance.shuffle(mixed)
    assert reduce(status_after, mixed, "sent") == reduce(status_after, events, "sent")


def test_c36_a_delivery_after_an_opening_changes_nothing():
    assert status_after(OPENED, DELIVERED) == OPENED
    assert status_after(CLICKED, OPEN) == CLICKED
    assert status_after(OPENED, COMPLAINED) == COMPLAINED


def test_c38_what_a_machine_opened_was_delivered_and_no_more():
    assert status_after("sent", OPEN, is_machine=True) == DELIVERED
    assert status_after(DELIVERED, CLICK, is_machine=True) == DELIVERED


@pytest.mark.parametrize("status", ["sending", "unknown"])
def test_c20_an_event_ends_the_doubt_about_a_message(status):
    assert status_after(status, "sent") == "sent"
    assert status_after(status, BOUNCED) == BOUNCED


def soft(*days: float) -> list[tuple[datetime, str]]:
    return [(DAY + timedelta(days=day), SOFT_BOUNCED) for day in days]


@pytest.mark.parametrize(
    ("events", "is_it"),
    [
        (soft(0, 1), False),
        (soft(0, 1, 2), True),
        (soft(0, 7, 14), True),
        (soft(0, 7, 14.1), False),
        ([*soft(0, 1, 3), (DAY + timedelta(days=2), DELIVERED)], False),
        ([*soft(0, 1, 2), (DAY + timedelta(days=3), OPEN)], False),
        ([(DAY, DELIVERED), *soft(1, 2, 3)], True),
        ([*soft(0, 1, 2), (DAY + timedelta(days=3), BOUNCED)], True),
    ],
)
def test_c13_three_soft_bounces_in_a_row_within_14_days_wear_an_address_out(events, is_it):
    few = list(permutations(events))[:24]
    assert [is_worn_out(order) for order in few] == [is_it] * len(few)
