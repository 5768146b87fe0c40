"""Reading the audit log, which is only ever added to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

import anvil
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.import_export import csv_file
from ..server_customers.queries import Order, read_page
from ..server_shared.actors import SYSTEM, Actor
from ..server_shared.errors import Invalid, TooLarge

PAGE = 100
# Lines have no number; two at the same microsecond stand by their records.
BY_TIME = Order("timestamp", "timestamp", (datetime,), tie="resource_id")
EXPORTED_AT_ONCE = 2000
MAX_EXPORTED = 50_000
NEWEST = 2000
FILTERS = ("user", "action", "resource_type", "resource_id", "since", "until")
FETCHED = q.fetch_only(
    *("action", "resource_type", "resource_id", "changes", "ip_address", "timestamp"),
    user=q.fetch_only("name", "email"),
)
HEADINGS = ("Time (UTC)", "Person", "What", "Kind", "Record", "Fields", "Address")


def list_audit_log(actor: Actor, filters: Mapping[str, Any], cursor: str | None = None) -> dict[str, Any]:
    """A page of 100 lines, the newest first: ``lines``, ``total`` and the cursors around them. Raises Invalid."""
    page = read_page(app_tables.audit_log, BY_TIME, False, cursor, PAGE, FETCHED, **_conditions(filters))
    return {"lines": [_line(row) for row in page.rows], **page.neighbours}


def audit_filter_options(actor: Actor) -> dict[str, Any]:
    """Whom and what the log can be filtered by: ``users``, and what stands in the newest lines."""
    people = [row for row in app_tables.users.search(tables.order_by("name")) if row["role"] != "customer"]
    newest = list(islice(_search({}, q.fetch_only("action", "resource_type"), q.page_size(NEWEST)), NEWEST))
    return {
        "users": [{"value": row["email"], "label": row["name"] or row["email"]} for row in people],
        "actions": sorted({row["action"] for row in newest}),
        "resource_types": sorted({row["resource_type"] for row in newest}),
    }


def export_audit_log(actor: Actor, filters: Mapping[str, Any]) -> anvil.BlobMedia:
    """The lines of ``filters`` as CSV. Raises Invalid, TooLarge."""
    rows = _search(filters, FETCHED, q.page_size(EXPORTED_AT_ONCE))
    if len(rows) > MAX_EXPORTED:
        raise TooLarge(f"At most {MAX_EXPORTED:,} lines at once. Please choose a shorter time.")
    return csv_file("audit-log.csv", list(HEADINGS), (_cells(_line(row)) for row in rows))


def _cells(line: Mapping[str, Any]) -> list[str]:
    time, fields = line["timestamp"].isoformat(" ", "seconds"), ", ".join(line["fields"])
    return [time, line["user"], line["action"], line["resource_type"], line["resource_id"], fields, line["ip_address"]]


def _search(filters: Mapping[str, Any], *options: Any) -> Any:
    newest = tables.order_by("timestamp", ascending=False)
    return app_tables.audit_log.search(newest, *options, **_conditions(filters))


def _conditions(filters: Mapping[str, Any]) -> dict[str, Any]:
    if not set(filters) <= set(FILTERS):
        raise Invalid(f"The log can be filtered by {', '.join(FILTERS)}.")
    columns: dict[str, Any] = {}
    for name in ("action", "resource_type", "resource_id"):
        if filters.get(name):
            columns[name] = str(filters[name])
    if filters.get("user"):
        user = app_tables.users.get(email=str(filters["user"]))
        if user is None:
            raise Invalid("There is nobody with this e-mail address.")
        columns["user"] = user
    bounds = [q.greater_than_or_equal_to(_time(filters["since"]))] if filters.get("since") else []
    bounds += [q.less_than(_time(filters["until"]))] if filters.get("until") else []
    if bounds:
        columns["timestamp"] = q.all_of(*bounds)
    return columns


def _time(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise Invalid("This is not a time.")
    return value


def _line(row: Any) -> dict[str, Any]:
    user = row["user"]
    return {
        "timestamp": row["timestamp"],
        "user": (user["name"] or user["email"]) if user else SYSTEM.name,
        "action": row["action"] or "",
        "resource_type": row["resource_type"] or "",
        "resource_id": row["resource_id"] or "",
        "fields": (row["changes"] or {}).get("fields", []),
        "ip_address": row["ip_address"] or "",
    }
