"""Reads of contacts: one record, pages of the list, figures. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid, NotFound, TooLarge
from ..server_shared.validators import validate_choice
from . import labels
from .paging import MAX_PAGE, Cursor, check_sort, decode_cursor
from .rules import LIFECYCLE_STAGES, STAGE_LABELS, STATUS_LABELS, STATUSES, display_name, like_pattern, search_words
from .views import CARD_COLUMNS, contact_card

FILTERS = ("status", "lifecycle_stage", "tags", "source", "segment", "search", "archived")
MAX_AT_ONCE = 500


def get_contact_row(contact_id: str) -> Any:
    """The row of ``C-453``. Raises NotFound."""
    row = app_tables.contacts.get(contact_id=contact_id)
    if row is None:
        raise NotFound("Contact not found")
    return row


def name_of(contact: Any) -> str:
    """What to call a contact's row."""
    return display_name(contact)


def get_contact_rows(contact_ids: Any) -> list[Any]:
    """The rows of several contacts, at most 500, each once. Raises Invalid, TooLarge, NotFound."""
    if not contact_ids or not all(isinstance(contact_id, str) for contact_id in contact_ids):
        raise Invalid("Please choose at least one contact.")
    wanted = set(contact_ids)
    if len(wanted) > MAX_AT_ONCE:
        raise TooLarge(f"At most {MAX_AT_ONCE} contacts at once.")
    rows = list(app_tables.contacts.search(contact_id=q.any_of(*wanted)))
    if len(rows) < len(wanted):
        raise NotFound("Contact not found")
    return rows


def list_contacts(
    filters: Mapping[str, Any], sort: str, ascending: bool, cursor: str | None, page_size: int, currency: str
) -> dict[str, Any]:
    """One page of the list, in two statements: ``contacts, total, next_cursor, previous_cursor`` (None at an end)."""
    column = check_sort(sort)
    if not 1 <= page_size <= MAX_PAGE:
        raise Invalid(f"A page has 1 to {MAX_PAGE} contacts.")
    place = decode_cursor(cursor, sort, ascending) if cursor else None
    forward = place is None or place.forward
    rising = ascending == forward
    conditions, columns = match(filters)
    if place:
        conditions = [*conditions, _past(column, place, rising)]
    rows = app_tables.contacts.search(
        tables.order_by(column, ascending=rising),
        tables.order_by("contact_number", ascending=rising),
        q.page_size(page_size + 1),
        q.fetch_only(*CARD_COLUMNS),
        *conditions,
        **columns,
    )
    found = list(islice(rows, page_size + 1))
    ahead = len(rows)
    page = found[:page_size] if forward else found[page_size - 1 :: -1]
    behind = place.beyond if place else 0
    before, after = (behind, ahead) if forward else (ahead - len(page), behind + len(page))
    return {
        "contacts": [contact_card(row, currency) for row in page],
        "total": ahead + behind,
        **_neighbours(page, before, after, sort, ascending),
    }


def _neighbours(page: list[Any], before: int, after: int, sort: str, ascending: bool) -> dict[str, str | None]:
    """The cursors of the pages around one; ``before`` rows lie before it, ``after`` from its first row on."""

    def cursor_at(row: Any, forward: bool, beyond: int) -> str:
        return Cursor(sort, ascending, row[check_sort(sort)], int(row["contact_number"]), forward, beyond).encode()

    return {
        "next_cursor": cursor_at(page[-1], True, before + len(page)) if page and after > len(page) else None,
        "previous_cursor": cursor_at(page[0], False, after) if page and before > 0 else None,
    }


def match(filters: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """What ``search`` takes to find the contacts of ``filters``: query expressions and columns. Raises Invalid."""
    unknown = set(filters) - set(FILTERS)
    if unknown:
        raise Invalid(f"Contacts cannot be filtered by {', '.join(sorted(map(str, unknown)))}.")
    columns: dict[str, Any] = {"archived_at": q.not_(None) if filters.get("archived") else None}
    if filters.get("status"):
        columns["status"] = validate_choice(filters["status"], STATUSES, "status")
    if filters.get("lifecycle_stage"):
        columns["lifecycle_stage"] = validate_choice(filters["lifecycle_stage"], LIFECYCLE_STAGES, "lifecycle_stage")
    if filters.get("source"):
        columns["source"] = _text(filters["source"], "source")
    if filters.get("segment"):
        columns["segments"] = [_text(filters["segment"], "segment")]
    tags = filters.get("tags") or []
    tags = [tags] if isinstance(tags, str) else tags
    conditions = [q.all_of(tags=[_text(tag, "tags")]) for tag in tags]
    words = search_words(_text(filters.get("search") or "", "search"))
    conditions += [q.all_of(search_text=q.like(like_pattern(word))) for word in words if word]
    return conditions, columns


def count_contacts(filters: Mapping[str, Any]) -> int:
    """How many contacts ``list_contacts`` has for these filters. Raises Invalid."""
    conditions, columns = match(filters)
    return len(app_tables.contacts.search(q.page_size(1), q.fetch_only("contact_id"), *conditions, **columns))


def iterate_contacts(filters: Mapping[str, Any], sort: str = "name", ascending: bool = True) -> Iterator[Any]:
    """Every row of ``filters``, in pages, for exports and nightly work."""
    conditions, columns = match(filters)
    order = tables.order_by(check_sort(sort), ascending=ascending)
    yield from app_tables.contacts.search(
        order, tables.order_by("contact_number"), q.page_size(1000), *conditions, **columns
    )


def filter_options() -> dict[str, Any]:
    """What the list can be filtered by."""
    return {
        "statuses": [{"value": value, "label": STATUS_LABELS[value]} for value in STATUSES],
        "lifecycle_stages": [{"value": value, "label": STAGE_LABELS[value]} for value in LIFECYCLE_STAGES],
        "tags": labels.list_labels(labels.TAG),
        "tag_colors": labels.tag_colors(),
        "segments": [
            {"value": row["segment_id"], "label": row["name"]}
            for row in app_tables.segments.search(tables.order_by("name"), archived_at=None)
        ],
        "sources": labels.list_labels(labels.SOURCE),
    }


def dashboard_figures(currency: str) -> dict[str, Any]:
    """Counts over all contacts that are not archived, and the newest of them."""
    week_ago = utc_now() - timedelta(days=7)
    newest = app_tables.contacts.search(
        tables.order_by("date_added", ascending=False),
        tables.order_by("contact_number", ascending=False),
        q.page_size(5),
        q.fetch_only(*CARD_COLUMNS),
        archived_at=None,
    )
    counts = {
        "contacts": len(newest),
        "leads": _count(status="lead"),
        "customers": _count(status="customer"),
        "new_this_week": _count(date_added=q.greater_than(week_ago)),
        "at_risk": _count(lifecycle_stage="at_risk"),
        "lost": _count(lifecycle_stage="lost"),
    }
    return {"counts": counts, "newest": [contact_card(row, currency) for row in islice(newest, 5)]}


def _count(**columns: Any) -> int:
    return len(app_tables.contacts.search(q.page_size(1), q.fetch_only("contact_id"), archived_at=None, **columns))


def _past(column: str, place: Cursor, rising: bool) -> Any:
    beyond = q.greater_than if rising else q.less_than
    same_key = q.all_of(**{column: place.key, "contact_number": beyond(place.contact_number)})
    return q.any_of(q.all_of(**{column: beyond(place.key)}), same_key)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise Invalid(f"The filter “{name}” must be a short text.")
    return value
