from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime

import pytest

from server_code.server_customers.paging import NUMBERS, ORDERS, Cursor, Order, decode_cursor, order_of
from server_code.server_shared.errors import Invalid

DATE = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


OWN = {
    name: Order(name, column, kinds, can_be_empty=True)
    for name, column, kinds in (
        ("custom.size", "custom_number_1", NUMBERS),
        ("custom.born", "custom_date_1", (date,)),
        ("custom.member", "custom_flag_1", (bool,)),
    )
}


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        *(("name", "oz ann"), ("total_spent", 12_300), ("date_added", DATE)),
        *(("custom.size", 4.5), ("custom.size", None), ("custom.born", date(2000, 2, 29)), ("custom.member", False)),
    ],
)
def test_a_cursor_survives_the_journey_through_the_browser(sort: str, key: object) -> None:
    cursor = Cursor(sort, True, key, 7, True, 50)
    assert decode_cursor(cursor.encode(), order_of(sort, OWN), True) == cursor


def test_a_cursor_with_a_value_of_another_type_is_refused() -> None:
    for sort, key in (("custom.size", True), ("custom.born", DATE), ("custom.member", 1), ("name", None)):
        with pytest.raises(Invalid):
            decode_cursor(Cursor(sort, True, key, 7, True, 50).encode(), order_of(sort, OWN), True)


def test_a_cursor_of_another_order_is_refused() -> None:
    text = Cursor("name", True, "oz ann", 7, True, 50).encode()
    for sort, ascending in (("name", False), ("date_added", True)):
        with pytest.raises(Invalid):
            decode_cursor(text, ORDERS[sort], ascending)


def forged(**changes: object) -> str:
    fields = {"sort": "name", "ascending": True, "key": "a", "tie": 1, "forward": True, "beyond": 0}
    return base64.urlsafe_b64encode(json.dumps({**fields, **changes}).encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "äöü", "bm8=", base64.urlsafe_b64encode(b"[]").decode(), base64.urlsafe_b64encode(b"{}").decode()),
        *(forged(key=5), forged(key=None), forged(key={"at": "yesterday"}), forged(key={"at": "2026-01-01"})),
        *(forged(tie=1.5), forged(beyond="many"), forged(forward="yes"), forged(surprise=1)),
    ],
)
def test_a_made_up_cursor_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        decode_cursor(text, ORDERS["name"], True)


def test_only_named_orders_exist() -> None:
    assert order_of("name").column == "sort_name"
    for name in ("password_hash", "custom.size", None):
        with pytest.raises(Invalid):
            order_of(name)
