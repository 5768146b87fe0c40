"""Everything the page of one contact shows, in one answer and few statements."""

from __future__ import annotations

from typing import Any

from anvil.tables import app_tables

from ..server_bookings import booking_service
from ..server_compliance.erasure_queries import find_erasure
from ..server_marketing import task_queries
from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from ..server_shared.errors import NotFound
from . import contact_service
from .timeline_service import list_timeline

SHORT = 3


def get_contact_page(actor: Actor, contact_id: str) -> dict[str, Any]:
    """``contact`` with the newest of its ``timeline``, and ``tasks``, ``bookings``, ``erased``.

    Tasks and bookings are None for whom they are not: by permission, or since the business does not use them.
    Raises NotFound, with ``erased`` where the person was erased.
    """
    row = app_tables.contacts.get(contact_id=contact_id)
    if row is None:
        raise NotFound("Contact not found", erased=find_erasure(contact_id))
    record = contact_service.record_of(row)
    events, more = list_timeline(row)
    features = get_config()["features"]
    sees_tasks = "tasks.view" in actor.permissions and features["marketing_enabled"]
    sees_bookings = "bookings.view" in actor.permissions and features["bookings_enabled"]
    return {
        "contact": {**record, "timeline": events, "timeline_more": more},
        "tasks": task_queries.open_tasks_of(row, SHORT + 1) if sees_tasks else None,
        "bookings": booking_service.newest_bookings_of(row, SHORT) if sees_bookings else None,
        "erased": find_erasure(contact_id) if contact_service.is_erased(record) else None,
    }
