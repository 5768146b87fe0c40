from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from server_code.server_customers.paging import Cursor, check_sort, decode_cursor
from server_code.server_shared.errors import Invalid

DATE = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.mark.parametrize(("sort", "key"), [("name", "oz ann"), ("total_spent", 12_300), ("date_added", DATE)])
def test_a_cursor_survives_the_journey_through_the_browser(sort: str, key: object) -> None:
    cursor = Cursor(sort, True, key, 7, True, 50)
    assert decode_cursor(cursor.encode(), sort, True) == cursor


def test_a_cursor_of_another_order_is_refused() -> None:
    text = Cursor("name", True, "oz ann", 7, True, 50).encode()
    for sort, ascending in (("name", False), ("date_added", True)):
        with pytest.raises(Invalid):
            decode_cursor(text, sort, ascending)


def forged(**changes: object) -> str:
    fields = {"sort": "name", "ascending": True, "key": "a", "contact_number": 1, "forward": True, "beyond": 0}
    return base64.urlsafe_b64encode(json.dumps({**fields, **changes}).encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "äöü", "bm8=", base64.urlsafe_b64encode(b"[]").decode(), base64.urlsafe_b64encode(b"{}").decode()),
        *(forged(key=5), forged(key=None), forged(key={"at": "yesterday"}), forged(key={"at": "2026-01-01"})),
        *(forged(contact_number="1"), forged(beyond="many"), forged(forward="yes"), forged(surprise=1)),
    ],
)
def test_a_made_up_cursor_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        decode_cursor(text, "name", True)


def test_only_named_orders_exist() -> None:
    assert check_sort("name") == "sort_name"
    with pytest.raises(Invalid):
        check_sort("password_hash")
