"""The places of the business."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Duplicate, Invalid, NotFound
from ..server_shared.phones import to_e164
from ..server_shared.validators import clean_text, fold

PREFIX = "L-"


def list_locations(actor: Actor) -> list[dict[str, Any]]:
    """The places in use, in their order."""
    rows = app_tables.locations.search(tables.order_by("position"), archived_at=None)
    names = ("location_id", "name", "address", "phone")
    return [{name: row[name] or "" for name in names} for row in rows]


def save_location(actor: Actor, data: Mapping[str, Any]) -> str:
    """Add a place, or change the one of ``data["location_id"]``; its id. Needs a transaction.

    Raises Invalid, Duplicate, NotFound.
    """
    name = clean_text(data.get("name"), "name", 100)
    if not name:
        raise Invalid(fields={"name": "A place needs a name."})
    location_id = data.get("location_id")
    row = get_location_row(location_id) if location_id else None
    others = list(app_tables.locations.search(archived_at=None))
    if any(other != row and fold(other["name"]) == fold(name) for other in others):
        raise Duplicate("There is already a place with this name.", fields={"name": "This name is taken."})
    phone = clean_text(data.get("phone"), "phone", 60)
    columns = {
        "name": name,
        "address": clean_text(data.get("address"), "address", 500, lines=True) or None,
        "phone": to_e164(phone, get_config()["default_country"]) if phone else None,
    }
    if row is None:
        [number] = take_numbers("locations")
        row = app_tables.locations.add_row(
            location_id=f"{PREFIX}{number}", position=len(others) + 1, created_at=utc_now(), **columns
        )
    else:
        row.update(**columns)
    return row["location_id"]


def archive_location(actor: Actor, location_id: str, *, archived: bool = True) -> None:
    """Take a place out of use, or bring it back; what happened there stays. Raises NotFound."""
    get_location_row(location_id)["archived_at"] = utc_now() if archived else None


def get_location_row(location_id: Any) -> Any:
    """The row of ``L-2``. Raises NotFound."""
    row = app_tables.locations.get(location_id=location_id) if isinstance(location_id, str) else None
    if row is None:
        raise NotFound("Place not found")
    return row
