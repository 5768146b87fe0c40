"""Paging by key: a cursor says after or before which row a page lies, so that any page costs the same. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from ..server_shared.errors import Invalid

MAX_PAGE = 200
Key = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort: ``name`` is what callers say, ``kinds`` the types of the column's values.

    Rows with the same value stand in the order of the column ``tie``.
    """

    name: str
    column: str
    kinds: tuple[type, ...]
    can_be_empty: bool = False
    tie: str = "contact_number"


NUMBERS = (int, float)
ORDERS = {
    order.name: order
    for order in (
        Order("last_contact_date", "last_contact_date", (datetime,)),
        Order("name", "sort_name", (str,)),
        Order("date_added", "date_added", (datetime,)),
        Order("total_spent", "total_spent_minor", NUMBERS),
    )
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a sorted list. ``beyond`` counts the rows on its far side, so the total needs no second count."""

    sort: str
    ascending: bool
    key: Key
    tie: int | str
    forward: bool
    beyond: int

    def encode(self) -> str:
        """Text that travels through the browser and back."""
        fields = asdict(self)
        if isinstance(self.key, datetime):
            fields["key"] = {"at": self.key.isoformat()}
        elif isinstance(self.key, date):
            fields["key"] = {"on": self.key.isoformat()}
        return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode()


def decode_cursor(text: str, order: Order, ascending: bool) -> Cursor:
    """The cursor behind ``text``. Raises Invalid when it is damaged or belongs to another order."""
    try:
        fields = json.loads(base64.urlsafe_b64decode(text.encode()))
        key = fields["key"]
        if isinstance(key, dict):
            fields["key"] = datetime.fromisoformat(key["at"]) if "at" in key else date.fromisoformat(key["on"])
        cursor = Cursor(**fields)
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise Invalid("This page of the list no longer exists. Please start from the first page.") from error
    is_sound = (
        (cursor.sort, cursor.ascending) == (order.name, ascending)
        and (type(cursor.key) in order.kinds or (cursor.key is None and order.can_be_empty))
        and isinstance(cursor.tie, int | str)
        and isinstance(cursor.beyond, int)
        and isinstance(cursor.forward, bool)
    )
    if not is_sound or (isinstance(cursor.key, datetime) and cursor.key.tzinfo is None):
        raise Invalid("This page of the list no longer exists. Please start from the first page.")
    return cursor


def order_of(sort: Any, own: Mapping[str, Order] | None = None) -> Order:
    """The order of that name, a standard one or one by the business's ``own`` fields. Raises Invalid for any other."""
    orders = {**ORDERS, **(own or {})}
    if not isinstance(sort, str) or sort not in orders:
        raise Invalid(f"The list can be sorted by {', '.join(orders)}.")
    return orders[sort]
