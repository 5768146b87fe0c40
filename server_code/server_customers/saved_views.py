"""Saved views of a list: its filters and order under a name, for oneself or for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Forbidden, Invalid, NotFound
from ..server_shared.validators import clean_text
from .contact_filters import match
from .queries import check_order

PREFIX = "V-"
MAX_VIEWS = 100


def list_views(actor: Actor) -> list[dict[str, Any]]:
    """The actor's own views and everybody's shared ones, by name."""
    rows = app_tables.saved_views.search(tables.order_by("name"))
    return [_record(row, actor) for row in rows if row["is_shared"] or row["owner"] == actor.user]


def save_view(actor: Actor, data: Mapping[str, Any]) -> str:
    """Keep a view of ``name, filters, sort, ascending, is_shared``, or change that of ``view_id``; its id.

    Needs a transaction. Raises Invalid, NotFound, and Forbidden for the view of another.
    """
    name = clean_text(data.get("name"), "name", 60)
    if not name:
        raise Invalid(fields={"name": "Please give the view a name."})
    filters = data.get("filters") or {}
    if not isinstance(filters, dict):
        raise Invalid("These are no filters.")
    match(filters)
    sort = data.get("sort") or "last_contact_date"
    check_order(sort)
    columns = {
        "name": name,
        "filters": filters,
        "sort": sort,
        "ascending": data.get("ascending") is True,
        "is_shared": data.get("is_shared") is True,
    }
    if data.get("view_id"):
        row = _own_row(actor, data["view_id"])
        row.update(**columns)
        return row["view_id"]
    if len(app_tables.saved_views.search(owner=actor.user)) >= MAX_VIEWS:
        raise Invalid(f"There can be at most {MAX_VIEWS} views. Please remove one first.")
    [number] = take_numbers("saved_views")
    added = {"view_id": f"{PREFIX}{number}", "screen": "contacts", "owner": actor.user, "created_at": utc_now()}
    return app_tables.saved_views.add_row(**added, **columns)["view_id"]


def delete_view(actor: Actor, view_id: str) -> None:
    """Remove a view. Raises NotFound, and Forbidden for the view of another."""
    _own_row(actor, view_id).delete()


def _own_row(actor: Actor, view_id: Any) -> Any:
    row = app_tables.saved_views.get(view_id=view_id) if isinstance(view_id, str) else None
    if row is None or not (row["is_shared"] or row["owner"] == actor.user):
        raise NotFound("There is no such view.")
    if row["owner"] != actor.user and "settings.manage" not in actor.permissions:
        raise Forbidden("This view belongs to somebody else.")
    return row


def _record(row: Any, actor: Actor) -> dict[str, Any]:
    names = ("view_id", "name", "filters", "sort", "ascending", "is_shared")
    return {**{name: row[name] for name in names}, "is_own": row["owner"] == actor.user}
