"""Reads of contacts: one record, pages of the list, figures. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.errors import Invalid, NotFound, TooLarge
from . import labels
from .contact_filters import match
from .custom_field_rules import own_orders
from .custom_field_service import custom_fields, values_of
from .key_pages import read_page
from .paging import MAX_PAGE, ORDERS, Order, order_of
from .rules import LIFECYCLE_STAGES, STAGE_LABELS, STATUS_LABELS, STATUSES, display_name
from .views import CARD_COLUMNS, contact_card

MAX_AT_ONCE = 500
WALKED = 1000  # rows fetched together on the way to a page that is asked for by its number


def get_contact_row(contact_id: str) -> Any:
    """The row of ``C-453``. Raises NotFound."""
    row = app_tables.contacts.get(contact_id=contact_id)
    if row is None:
        raise NotFound("Contact not found")
    return row


def find_contact_row(email: str) -> Any:
    """The row of whoever has this e-mail address and is not archived; None for nobody."""
    return app_tables.contacts.get(email=email, archived_at=None)


def find_by_words(words: str, most: int) -> list[Any]:
    """The rows of at most ``most`` contacts whose name, address or number has each of ``words``."""
    conditions, columns = match({"search": words})
    return list(islice(app_tables.contacts.search(q.fetch_only("contact_id"), *conditions, **columns), most))


def name_of(contact: Any) -> str:
    """What to call a contact's row."""
    return display_name(contact)


def get_contact_rows(contact_ids: Any) -> list[Any]:
    """The rows of several contacts, at most 500, each once. Raises Invalid, TooLarge, NotFound."""
    wanted = check_contact_ids(contact_ids)
    rows = list(app_tables.contacts.search(contact_id=q.any_of(*wanted)))
    if len(rows) < len(wanted):
        raise NotFound("Contact not found")
    return rows


def check_contact_ids(contact_ids: Any) -> list[str]:
    """Each of several contact ids once, at most 500. Raises Invalid, TooLarge."""
    if not contact_ids or not all(isinstance(contact_id, str) for contact_id in contact_ids):
        raise Invalid("Please choose at least one contact.")
    wanted = list(dict.fromkeys(contact_ids))
    if len(wanted) > MAX_AT_ONCE:
        raise TooLarge(f"At most {MAX_AT_ONCE} contacts at once.")
    return wanted


def list_contacts(
    filters: Mapping[str, Any],
    sort: str,
    ascending: bool,
    cursor: str | None,
    page_size: int,
    currency: str,
    own: Sequence[str] = (),
) -> dict[str, Any]:
    """One page of the list: ``contacts, total, next_cursor, previous_cursor`` (None at an end).

    ``own`` are the keys of the business's own fields that are shown; those that are gone are left out. Filtered by a
    company, it tells its ``company_name``. Two statements, one more where own fields are asked for, one for a company.
    """
    known = custom_fields() if own or sort not in ORDERS or filters.get("conditions") else {}
    shown = {key: known[key] for key in own if key in known}
    conditions, columns = match(filters, known)
    page = read_page(
        app_tables.contacts,
        order_of(sort, own_orders(known)),
        ascending,
        cursor,
        page_size,
        q.fetch_only(*{*CARD_COLUMNS, *(field.column for field in known.values())}),
        *conditions,
        **columns,
    )
    contacts = [contact_card(row, currency) for row in page.rows]
    for card, row in zip(contacts if shown else (), page.rows, strict=False):
        card["custom"] = values_of(row, shown)
    names = {"company_name": columns["company_link"]["name"]} if "company_link" in columns else {}
    return {"contacts": contacts, **page.neighbours, **names}


def get_customers_page(page: int, page_size: int, currency: str) -> dict[str, Any]:
    """Page ``page`` (from 1) of all contacts, by name: ``customers, page, page_size, total, total_pages``.

    For programs that count pages: a contact who is added or archived meanwhile moves others across a border, which a
    cursor of ``list_contacts`` does not let happen. There is one page at least, though it be empty. Raises Invalid.
    """
    if page < 1 or not 1 <= page_size <= MAX_PAGE:
        raise Invalid(f"Pages are counted from 1 and have 1 to {MAX_PAGE} rows.")
    order, fetched = (tables.order_by("sort_name"), tables.order_by("contact_number")), q.fetch_only(*CARD_COLUMNS)
    rows = app_tables.contacts.search(*order, fetched, q.page_size(WALKED), archived_at=None)
    total, first = len(rows), (page - 1) * page_size
    shown = islice(rows, first, first + page_size) if first < total else ()
    return {
        "customers": [contact_card(row, currency) for row in shown],
        "page": page,
        "page_size": page_size,
        "total": total,
        "total_pages": max(1, -(-total // page_size)),
    }


def count_contacts(filters: Mapping[str, Any]) -> int:
    """How many contacts ``list_contacts`` has for these filters. Raises Invalid."""
    conditions, columns = match(filters)
    return len(app_tables.contacts.search(q.page_size(1), q.fetch_only("contact_id"), *conditions, **columns))


def iterate_contacts(filters: Mapping[str, Any], sort: str = "name", ascending: bool = True) -> Iterator[Any]:
    """Every row of ``filters``, in pages, for exports and nightly work."""
    conditions, columns = match(filters)
    order = tables.order_by(order_of(sort, _own_orders_for(sort)).column, ascending=ascending)
    yield from app_tables.contacts.search(
        order, tables.order_by("contact_number"), q.page_size(1000), *conditions, **columns
    )


def check_order(sort: Any) -> None:
    """Raise Invalid for an order there is not."""
    order_of(sort, _own_orders_for(sort))


def _own_orders_for(sort: Any) -> Mapping[str, Order]:
    return {} if sort in ORDERS else own_orders(custom_fields())


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


# What the list is narrowed to that the figure of the dashboard opens.
NEW_THIS_WEEK = {"field": "date_added", "op": "in_last", "value": 7}


def dashboard_figures(currency: str) -> dict[str, Any]:
    """Counts over all contacts that are not archived, and the newest of them."""
    newest = app_tables.contacts.search(
        tables.order_by("date_added", ascending=False),
        tables.order_by("contact_number", ascending=False),
        q.page_size(5),
        q.fetch_only(*CARD_COLUMNS),
        archived_at=None,
    )
    counts = {
        "contacts": len(newest),
        "leads": count_in_use(status="lead"),
        "customers": count_in_use(status="customer"),
        "new_this_week": count_contacts({"conditions": [NEW_THIS_WEEK]}),
        "at_risk": count_in_use(lifecycle_stage="at_risk"),
        "lost": count_in_use(lifecycle_stage="lost"),
    }
    return {"counts": counts, "newest": [contact_card(row, currency) for row in islice(newest, 5)]}


def count_in_use(**columns: Any) -> int:
    """How many contacts that are not archived have these values."""
    return len(app_tables.contacts.search(q.page_size(1), q.fetch_only("contact_id"), archived_at=None, **columns))
