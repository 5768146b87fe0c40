"""The places of the business."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Duplicate, Invalid, NotFound
from ..server_shared.phones import validate_phone_number
from ..server_shared.validators import clean_named, clean_text, fold
from .two_editors import refuse_unseen

PREFIX = "L-"


def list_locations(actor: Actor, *, archived: bool = False) -> list[dict[str, Any]]:
    """The places in use, or those no longer in use, in their order."""
    rows = app_tables.locations.search(tables.order_by("position"), archived_at=q.not_(None) if archived else None)
    return [_record(row) for row in rows]


def save_location(actor: Actor, data: Mapping[str, Any], seen: Mapping[str, Any] | None = None) -> str:
    """Add a place, or change the one of ``data["location_id"]``; its id. Needs a transaction.

    Raises Invalid, Duplicate, NotFound, and Conflict over ``seen``.
    """
    location_id = data.get("location_id")
    row = get_location_row(location_id) if location_id else None
    if row is not None:
        refuse_unseen(_record(row), {name: data[name] for name in FIELDS if name in data}, seen)
    columns = clean_named({"name": "", **data}, CLEANERS)
    _refuse_name(columns["name"], row)
    if row is None:
        [number] = take_numbers("locations")
        position = len(app_tables.locations.search()) + 1
        row = app_tables.locations.add_row(
            location_id=f"{PREFIX}{number}", position=position, created_at=utc_now(), **columns
        )
    else:
        row.update(**columns)
    return row["location_id"]


def rows_by_name(actor: Actor, names: Iterable[str]) -> dict[str, Any]:
    """The rows of places by their folded names; those not yet known are made. Needs a transaction. Raises Invalid."""
    wanted = {fold(name): name for name in names if name}
    rows = {fold(row["name"]): row for row in app_tables.locations.search(archived_at=None)} if wanted else {}
    for folded, name in wanted.items():
        if folded not in rows:
            rows[folded] = get_location_row(save_location(actor, {"name": name}))
    return rows


def archive_location(actor: Actor, location_id: str, *, archived: bool = True) -> None:
    """Take a place out of use, or bring it back; what happened there stays. Raises NotFound, Duplicate."""
    row = get_location_row(location_id)
    if not archived:
        _refuse_name(row["name"], row)
    row["archived_at"] = utc_now() if archived else None


def _refuse_name(name: str, own: Any) -> None:
    """Raise Duplicate when a place in use, other than ``own``, has the name."""
    others = app_tables.locations.search(archived_at=None)
    if any(other != own and fold(other["name"]) == fold(name) for other in others):
        raise Duplicate("There is already a place with this name.", fields={"name": "This name is taken."})


def _name(value: Any) -> str:
    name = clean_text(value, "name", 100)
    if not name:
        raise Invalid("A place needs a name.")
    return name


def _phone(value: Any) -> str | None:
    phone = clean_text(value, "phone", 60)
    return validate_phone_number(phone, get_config()["default_country"]) if phone else None


def _record(row: Any) -> dict[str, Any]:
    return {name: row[name] or "" for name in ("location_id", *FIELDS)}


FIELDS = ("name", "address", "phone")
CLEANERS = {
    "name": _name,
    "address": lambda value: clean_text(value, "address", 500, lines=True) or None,
    "phone": _phone,
}


def get_location_row(location_id: Any) -> Any:
    """The row of ``L-2``. Raises NotFound."""
    row = app_tables.locations.get(location_id=location_id) if isinstance(location_id, str) else None
    if row is None:
        raise NotFound("Place not found")
    return row
