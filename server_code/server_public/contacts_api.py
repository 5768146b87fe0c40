"""Contacts for the business's own programs, to read: a page of them, or one."""

from __future__ import annotations

from typing import Any

from ..server_customers import contact_service, queries
from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from .api_answers import api_endpoint, whole_number

PERMISSION = "customers.view"
PAGE = 50


@api_endpoint("/v1/contacts", permission=PERMISSION)
def api_contacts(
    actor: Actor, search: str = "", cursor: str | None = None, page_size: str = "", **_: Any
) -> dict[str, Any]:
    """``contacts, total, next_cursor``, by name; ``search`` as in the list."""
    currency = get_config()["system_currency"]
    filters = {"search": search} if search else {}
    size = whole_number(page_size, "page_size", PAGE)
    page = queries.list_contacts(filters, "name", True, cursor or None, size, currency)
    return {name: page[name] for name in ("contacts", "total", "next_cursor")}


@api_endpoint("/v1/contacts/:contact_id", permission=PERMISSION)
def api_contact(actor: Actor, contact_id: str, **_: Any) -> dict[str, Any]:
    """One contact with its details, without its history."""
    contact = contact_service.get_contact(actor, contact_id)
    return {name: value for name, value in contact.items() if not name.startswith("timeline")}
