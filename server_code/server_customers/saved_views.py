"""Saved views of a list: its filters, order and columns under a name, for oneself or for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Forbidden, Invalid, MybizzError, NotFound
from ..server_shared.validators import clean_text
from .contact_filters import match
from .custom_field_rules import PREFIX as CUSTOM
from .custom_field_service import custom_fields
from .queries import check_order

PREFIX = "V-"
MAX_VIEWS = 100
MAX_COLUMNS = 40
KEPT = ("name", "filters", "sort", "ascending", "columns", "is_shared")
MAY_CHANGE_ALL = "settings.manage"


def list_views(actor: Actor) -> list[dict[str, Any]]:
    """The actor's own views and everybody's shared ones, by name."""
    rows = app_tables.saved_views.search(tables.order_by("name"))
    return [_record(row, actor) for row in rows if row["is_shared"] or row["owner"] == actor.user]


def get_view(actor: Actor, view_id: str) -> dict[str, Any]:
    """One view with its ``problem``: why it no longer works, or ''. Raises NotFound."""
    row = _visible_row(actor, view_id)
    return {**_record(row, actor), "problem": _problem(row)}


def save_view(actor: Actor, data: Mapping[str, Any]) -> str:
    """Keep a view of ``name, filters, sort, ascending, columns, is_shared``, or change that of ``view_id``; its id.

    Needs a transaction. Raises Invalid, NotFound, Forbidden for the view of another, and Conflict when ``version`` is
    no longer the current one.
    """
    row = _own_row(actor, data["view_id"]) if data.get("view_id") else None
    if row is not None and data.get("version") not in (None, row["version"]):
        raise Conflict("Somebody else changed this view in the meantime.", _record(row, actor))
    known = {name: row[name] for name in KEPT} if row is not None else {}
    columns = _cleaned({**known, **data}, is_changed=row is None or "filters" in data)
    if row is not None:
        row.update(**columns, version=(row["version"] or 1) + 1)
        return row["view_id"]
    if len(app_tables.saved_views.search(owner=actor.user)) >= MAX_VIEWS:
        raise Invalid(f"There can be at most {MAX_VIEWS} views. Please remove one first.")
    [number] = take_numbers("saved_views")
    added = {"view_id": f"{PREFIX}{number}", "screen": "contacts", "owner": actor.user, "created_at": utc_now()}
    return app_tables.saved_views.add_row(**added, **columns, version=1)["view_id"]


def delete_view(actor: Actor, view_id: str) -> dict[str, Any]:
    """Remove a view; what it was, so that it can be saved again. Raises NotFound, and Forbidden for that of another."""
    row = _own_row(actor, view_id)
    record = _record(row, actor)
    row.delete()
    return record


def set_default_view(actor: Actor, view_id: str | None) -> None:
    """Let the list begin with this view for the actor; None for none. Needs a transaction. Raises NotFound."""
    chosen = _visible_row(actor, view_id) if view_id else None
    for row in app_tables.saved_views.search():
        people = row["default_of"] or []
        others = [person for person in people if person != actor.user]
        wanted = [*others, actor.user] if row == chosen else others
        if len(wanted) != len(people):
            row["default_of"] = wanted


def _cleaned(data: Mapping[str, Any], *, is_changed: bool) -> dict[str, Any]:
    """The columns of a view. A view that no longer works can still be renamed: ``is_changed`` says what is checked."""
    name = clean_text(data.get("name"), "name", 60)
    if not name:
        raise Invalid(fields={"name": "Please give the view a name."})
    filters, columns = data.get("filters") or {}, data.get("columns") or []
    if not isinstance(filters, dict):
        raise Invalid("These are no filters.")
    is_list = isinstance(columns, list) and len(columns) <= MAX_COLUMNS
    if not is_list or not all(isinstance(column, str) and len(column) <= 100 for column in columns):
        raise Invalid("These are no columns.")
    sort = data.get("sort") or "last_contact_date"
    if is_changed:
        match(filters)
        check_order(sort)
    return {
        "name": name,
        "filters": filters,
        "sort": sort,
        "ascending": data.get("ascending") is True,
        "columns": columns,
        "is_shared": data.get("is_shared") is True,
    }


def _problem(row: Any) -> str:
    """What of a view is gone. Columns that are gone are simply not shown."""
    segment = (row["filters"] or {}).get("segment")
    if segment and app_tables.segments.get(segment_id=segment, archived_at=None) is None:
        return "The segment it shows is not there any more."
    asked = [each.get("field") for each in (row["filters"] or {}).get("conditions") or ()]
    own = {f"{CUSTOM}{key}" for key in custom_fields()}
    if any(isinstance(name, str) and name.startswith(CUSTOM) and name not in own for name in [*asked, row["sort"]]):
        return "It asks for a field that is not there any more."
    try:
        match(row["filters"] or {})
        check_order(row["sort"])
    except MybizzError as error:
        return error.message
    return ""


def _visible_row(actor: Actor, view_id: Any) -> Any:
    row = app_tables.saved_views.get(view_id=view_id) if isinstance(view_id, str) else None
    if row is None or not (row["is_shared"] or row["owner"] == actor.user):
        raise NotFound("There is no such view.")
    return row


def _own_row(actor: Actor, view_id: Any) -> Any:
    row = _visible_row(actor, view_id)
    if row["owner"] != actor.user and MAY_CHANGE_ALL not in actor.permissions:
        raise Forbidden("This view belongs to somebody else.")
    return row


def _record(row: Any, actor: Actor) -> dict[str, Any]:
    is_own = row["owner"] == actor.user
    return {
        **{name: row[name] for name in ("view_id", "name", "filters", "sort", "ascending", "is_shared")},
        "columns": row["columns"] or [],
        "version": int(row["version"] or 1),
        "is_own": is_own,
        "may_change": is_own or MAY_CHANGE_ALL in actor.permissions,
        "is_default": actor.user in (row["default_of"] or []),
        "owner_name": row["owner"]["name"] or row["owner"]["email"] if row["owner"] and not is_own else "",
    }
