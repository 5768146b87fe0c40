"""Contacts for the business's own programs, to read: a page of them, or one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from ..server_customers import contact_service, queries
from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from .operations import operation

PERMISSION = "customers.view"


class ContactQuery(Struct):
    """Which contacts: those that ``search`` finds, by name, from ``cursor`` on."""

    search: Annotated[str, Meta(max_length=200)] = ""
    cursor: Annotated[str, Meta(max_length=2000)] = ""
    page_size: Annotated[int, Meta(ge=1, le=200)] = 50


class Contact(Struct):
    """A contact in a list; ``total_spent`` in the business's currency."""

    contact_id: str
    first_name: str
    last_name: str
    full_name: str
    email: str
    phone: str
    company: str
    status: str
    total_spent: float
    total_transactions: int
    last_contact_date: datetime | None
    customer_since: datetime | None
    source: str
    tags: list[str]
    lifecycle_stage: str
    archived: bool


class ContactPage(Struct):
    """A page of contacts; ``next_cursor`` is null at the end."""

    contacts: list[Contact]
    total: int
    next_cursor: str | None


@operation("GET", "/v1/contacts", permission=PERMISSION, query=ContactQuery, gives=ContactPage)
def list_contacts(actor: Actor, query: ContactQuery) -> dict[str, Any]:
    """A page of contacts, by name."""
    filters = {"search": query.search} if query.search else {}
    currency = get_config()["system_currency"]
    return queries.list_contacts(filters, "name", True, query.cursor or None, query.page_size, currency)


@operation("GET", "/v1/contacts/:contact_id", permission=PERMISSION, gives=dict[str, Any])
def get_contact(actor: Actor, contact_id: str) -> dict[str, Any]:
    """One contact with its details, without its history."""
    contact = contact_service.get_contact(actor, contact_id)
    return {name: value for name, value in contact.items() if not name.startswith("timeline")}
