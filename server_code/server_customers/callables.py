"""What screens and uplinks may ask of contacts. Each takes plain values, calls one service, and answers plain data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from . import contact_page, contact_service, note_service, own_event_service, queries, saved_views, timeline_service
from .custom_field_service import custom_fields, field_record

AUDITED = "contacts"


@server_callable(permission="customers.view")
def get_all_contacts(
    actor: Actor,
    filters: dict | None = None,
    sort: str = "last_contact_date",
    ascending: bool = False,
    cursor: str | None = None,
    page_size: int = 50,
    own: list | None = None,
) -> dict[str, Any]:
    """One page of the list, by default the contacts met last; ``own`` are keys of own fields to tell of each."""
    currency = get_config()["system_currency"]
    return queries.list_contacts(filters or {}, sort, ascending, cursor, page_size, currency, _keys(own))


@server_callable(permission="customers.view")
def get_customers_page(actor: Actor, page: int = 1, page_size: int = 50) -> dict[str, Any]:
    return queries.get_customers_page(page, page_size, get_config()["system_currency"])


def _keys(own: list | None) -> list[str]:
    if not all(isinstance(key, str) for key in own or ()):
        raise Invalid("These are not fields.")
    return own or []


@server_callable(permission="customers.view")
def get_contact_filter_options(actor: Actor) -> dict[str, Any]:
    """What the list can be filtered by, the business's own ``fields``, and the ``views`` of the list."""
    fields = [field_record(field) for field in custom_fields().values()]
    return {**queries.filter_options(), "fields": fields, "views": saved_views.list_views(actor)}


@server_callable(permission="customers.view")
def get_contact_by_id(actor: Actor, contact_id: str) -> dict[str, Any]:
    return {"contact": contact_service.get_contact(actor, contact_id)}


@server_callable(permission="customers.view")
def get_contact_page(actor: Actor, contact_id: str) -> dict[str, Any]:
    return contact_page.get_contact_page(actor, contact_id)


@server_callable(permission="customers.view")
def get_contact(actor: Actor, contact_id: str) -> dict[str, Any]:
    """The name the editor calls ``get_contact_by_id`` by."""
    return {"contact": contact_service.get_contact(actor, contact_id)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def create_contact(actor: Actor, contact_data: dict) -> dict[str, Any]:
    return {"contact_id": contact_service.create_contact(actor, contact_data)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def update_contact(actor: Actor, contact_id: str, updates: dict, expected_version: int | None = None) -> dict[str, Any]:
    return {"contact": contact_service.update_contact(actor, contact_id, updates, expected_version)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def save_contact(actor: Actor, contact_data: dict) -> dict[str, Any]:
    return {"contact_id": contact_service.save_contact(actor, contact_data)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def delete_contact(actor: Actor, contact_id: str) -> None:
    contact_service.archive_contacts(actor, [contact_id])


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def restore_contact(actor: Actor, contact_id: str) -> None:
    contact_service.restore_contacts(actor, [contact_id])


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def archive_contacts(actor: Actor, contact_ids: list) -> dict[str, Any]:
    return {"count": contact_service.archive_contacts(actor, contact_ids)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def restore_contacts(actor: Actor, contact_ids: list) -> dict[str, Any]:
    return {"count": contact_service.restore_contacts(actor, contact_ids)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def add_note_to_contact(actor: Actor, contact_id: str, note_text: str) -> dict[str, Any]:
    return {"event_id": note_service.add_note(actor, contact_id, note_text)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def edit_note(actor: Actor, contact_id: str, event_id: str, note_text: str) -> None:
    note_service.edit_note(actor, contact_id, event_id, note_text)


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def remove_note(actor: Actor, contact_id: str, event_id: str) -> None:
    note_service.remove_note(actor, contact_id, event_id)


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def restore_note(actor: Actor, contact_id: str, event_id: str) -> None:
    note_service.remove_note(actor, contact_id, event_id, removed=False)


@server_callable(permission="customers.view")
def get_contact_timeline(
    actor: Actor, contact_id: str, before: datetime | None = None, kind: str | None = None
) -> dict[str, Any]:
    timeline, more = timeline_service.get_contact_timeline(actor, contact_id, before, kind)
    return {"timeline": timeline, "more": more}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def log_contact_event(
    actor: Actor,
    contact_id: str,
    event_type: str,
    event_data: dict | None = None,
    related_id: str | None = None,
    user_visible: bool = True,
) -> dict[str, Any]:
    event_id = timeline_service.log_contact_event(actor, contact_id, event_type, event_data, related_id, user_visible)
    return {"event_id": event_id}


@server_callable(permission="customers.view")
def get_recent_activity(actor: Actor, days: int = 7) -> dict[str, Any]:
    return {"activity": timeline_service.get_recent_activity(actor, days)}


@server_callable(permission="customers.view")
def get_contact_campaigns(actor: Actor, contact_id: str) -> dict[str, Any]:
    return {"campaigns": timeline_service.get_contact_campaigns(actor, contact_id)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def update_contact_from_transaction(
    actor: Actor, email: str, transaction_type: str, transaction_id: str, amount: float | int | str
) -> dict[str, Any]:
    contact_id = contact_service.update_contact_from_transaction(actor, email, transaction_type, transaction_id, amount)
    return {"contact_id": contact_id}


@server_callable(permission="customers.manage", feature="marketing_enabled", transaction=True, audited=AUDITED)
def tell_own_event(
    actor: Actor, name: str, contact_id: str = "", email: str = "", key: str = "", note: str = ""
) -> dict[str, Any]:
    return own_event_service.record_event(actor, name, contact_id=contact_id, email=email, key=key, note=note)


@server_callable(permission="customers.view", feature="marketing_enabled")
def list_event_names(actor: Actor) -> dict[str, Any]:
    return {"names": own_event_service.list_event_names(actor)}
