"""What screens may ask of bookings."""

from __future__ import annotations

from typing import Any

from ..server_customers.queries import get_contact_row
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import booking_service


@server_callable(permission="bookings.view", feature="bookings_enabled")
def get_contact_bookings(actor: Actor, contact_id: str, page: int = 0) -> dict[str, Any]:
    return booking_service.bookings_of(get_contact_row(contact_id), max(page, 0))
