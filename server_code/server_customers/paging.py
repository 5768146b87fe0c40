"""Paging by key: a cursor says after or before which row a page lies, so that any page costs the same. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from ..server_shared.errors import Invalid

SORT_COLUMNS = {
    "last_contact_date": "last_contact_date",
    "name": "sort_name",
    "date_added": "date_added",
    "total_spent": "total_spent_minor",
}
MAX_PAGE = 200
Key = str | int | float | datetime


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a sorted list. ``beyond`` counts the rows on its far side, so the total needs no second count."""

    sort: str
    ascending: bool
    key: Key
    contact_number: int
    forward: bool
    beyond: int

    def encode(self) -> str:
        """Text that travels through the browser and back."""
        fields = asdict(self)
        if isinstance(self.key, datetime):
            fields["key"] = {"at": self.key.isoformat()}
        return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode()


def decode_cursor(text: str, sort: str, ascending: bool) -> Cursor:
    """The cursor behind ``text``. Raises Invalid when it is damaged or belongs to another order."""
    try:
        fields = json.loads(base64.urlsafe_b64decode(text.encode()))
        key = fields["key"]
        if isinstance(key, dict):
            fields["key"] = datetime.fromisoformat(key["at"])
        cursor = Cursor(**fields)
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise Invalid("This page of the list no longer exists. Please start from the first page.") from error
    is_sound = (
        (cursor.sort, cursor.ascending) == (sort, ascending)
        and isinstance(cursor.key, _key_types(sort))
        and not isinstance(cursor.key, bool)
        and all(isinstance(number, int) for number in (cursor.contact_number, cursor.beyond))
        and isinstance(cursor.forward, bool)
    )
    if not is_sound or (isinstance(cursor.key, datetime) and cursor.key.tzinfo is None):
        raise Invalid("This page of the list no longer exists. Please start from the first page.")
    return cursor


def check_sort(sort: str) -> str:
    """The column behind a sort name. Raises Invalid for a name that is none."""
    if sort not in SORT_COLUMNS:
        raise Invalid(f"The list can be sorted by {', '.join(SORT_COLUMNS)}.")
    return SORT_COLUMNS[sort]


def _key_types(sort: str) -> type | tuple[type, ...]:
    kinds: dict[str, type | tuple[type, ...]] = {"name": str, "total_spent": (int, float)}
    return kinds.get(sort, datetime)
