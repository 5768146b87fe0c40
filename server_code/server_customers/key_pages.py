"""Pages of a table in any order, each found by key: page 200 costs what the first one does."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import query as q

from ..server_shared.errors import Invalid
from .paging import MAX_PAGE, Cursor, Order, decode_cursor


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list of ``total``, with the cursors of the pages around them, None at an end."""

    rows: list[Any]
    total: int
    next_cursor: str | None
    previous_cursor: str | None

    @property
    def neighbours(self) -> dict[str, Any]:
        """What every list answers besides its rows."""
        return {"total": self.total, "next_cursor": self.next_cursor, "previous_cursor": self.previous_cursor}


def read_page(
    table: Any, order: Order, ascending: bool, cursor: str | None, page_size: int, *query: Any, **columns: Any
) -> Page:
    """A page of the rows that ``query`` and ``columns`` find, in two statements. Raises Invalid."""
    if not 1 <= page_size <= MAX_PAGE:
        raise Invalid(f"A page has 1 to {MAX_PAGE} rows.")
    place = decode_cursor(cursor, order, ascending) if cursor else None
    forward = place is None or place.forward
    rising = ascending == forward
    rows = table.search(
        tables.order_by(order.column, ascending=rising),
        tables.order_by(order.tie, ascending=rising),
        q.page_size(page_size + 1),
        *query,
        *([_past(order, place, rising)] if place else []),
        **columns,
    )
    found = list(islice(rows, page_size + 1))
    ahead = len(rows)
    page = found[:page_size] if forward else found[page_size - 1 :: -1]
    behind = place.beyond if place else 0
    before, after = (behind, ahead) if forward else (ahead - len(page), behind + len(page))

    def cursor_at(row: Any, forward: bool, beyond: int) -> str:
        return Cursor(order.name, ascending, row[order.column], row[order.tie], forward, beyond).encode()

    return Page(
        page,
        ahead + behind,
        cursor_at(page[-1], True, before + len(page)) if page and after > len(page) else None,
        cursor_at(page[0], False, after) if page and before > 0 else None,
    )


def _past(order: Order, place: Cursor, rising: bool) -> Any:
    """What lies past a place. Empty cells come first when values rise, and last when they fall."""
    beyond = q.greater_than if rising else q.less_than
    parts = [q.all_of(**{order.column: place.key, order.tie: beyond(place.tie)})]
    if place.key is None:
        parts += [q.all_of(**{order.column: q.not_(None)})] if rising else []
    elif not isinstance(place.key, bool):
        parts.append(q.all_of(**{order.column: beyond(place.key)}))
    elif place.key is not rising:
        parts.append(q.all_of(**{order.column: rising}))
    if place.key is not None and order.can_be_empty and not rising:
        parts.append(q.all_of(**{order.column: None}))
    return q.any_of(*parts)
