"""What the customers' own pages may ask. Guarded by being a customer, never by a permission."""

from __future__ import annotations

from typing import Any

from anvil.tables import in_transaction

from ..server_newsletter import list_service
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from ..server_shared.permissions import CUSTOMER
from . import portal_service

AUDITED = "contacts"


@server_callable(permission=CUSTOMER)
def get_my_dashboard(actor: Actor) -> dict[str, Any]:
    return portal_service.dashboard(actor)


@server_callable(permission=CUSTOMER, feature="bookings_enabled")
def list_my_bookings(actor: Actor, upcoming: bool = True, page: int = 0) -> dict[str, Any]:
    return portal_service.own_bookings(actor, upcoming, max(page, 0))


@server_callable(permission=CUSTOMER)
def get_my_details(actor: Actor) -> dict[str, Any]:
    return portal_service.own_details(actor)


@server_callable(permission=CUSTOMER, transaction=True, audited=AUDITED)
def save_my_details(actor: Actor, details: dict, expected_version: int) -> dict[str, Any]:
    return {"profile": portal_service.save_details(actor, details, expected_version)}


@server_callable(permission=CUSTOMER, transaction=True, audited=AUDITED)
def set_my_consent(actor: Actor, channel: str, purpose: str, granted: bool) -> dict[str, Any]:
    return {"consents": portal_service.set_own_consent(actor, channel, purpose, granted)}


@server_callable(permission=CUSTOMER, feature="marketing_enabled", audited=AUDITED)
def set_my_list(actor: Actor, list_id: str, granted: bool) -> dict[str, Any]:
    chosen = in_transaction(portal_service.set_own_list)(actor, list_id, granted)
    list_service.send_soon()
    return chosen
