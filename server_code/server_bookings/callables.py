"""What screens may ask of bookings."""

from __future__ import annotations

from typing import Any

from ..server_customers.queries import get_contact_row
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import booking_service, confirmation_service


@server_callable(permission="bookings.view", feature="bookings_enabled")
def get_contact_bookings(actor: Actor, contact_id: str, page: int = 0) -> dict[str, Any]:
    return booking_service.bookings_of(get_contact_row(contact_id), max(page, 0))


@server_callable(permission="bookings.manage", feature="bookings_enabled", audited="bookings")
def send_booking_confirmation(actor: Actor, booking_number: str, again: bool = False) -> dict[str, Any]:
    return confirmation_service.send_booking_confirmation(actor, booking_number, again=again)
