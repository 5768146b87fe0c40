"""What screens may ask of the business's own fields of a contact."""

from __future__ import annotations

from typing import Any

import anvil.server
import anvil.tables as tables

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import custom_field_service, segment_service
from .custom_field_rules import KINDS, STORE_NAMES

AUDITED = "contact_fields"


@server_callable(permission="customers.view")
def list_custom_fields(actor: Actor) -> dict[str, Any]:
    """``fields`` in use, ``archived`` ones, the ``kinds`` there are, and the ``slots`` of each sort in store."""
    slots = custom_field_service.slots_in_use()
    return {
        "fields": [custom_field_service.field_record(f) for f in custom_field_service.custom_fields().values()],
        "archived": [custom_field_service.field_record(f) for f in custom_field_service.archived_fields().values()],
        "kinds": [
            {"value": name, "label": kind.label, "store": kind.store, "has_options": kind.has_options}
            for name, kind in KINDS.items()
        ],
        "slots": [
            {"store": store, "label": STORE_NAMES[store], "used": used, "total": total}
            for store, (used, total) in slots.items()
        ],
    }


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def create_custom_field(actor: Actor, definition: dict) -> dict[str, Any]:
    return {"key": custom_field_service.create_custom_field(actor, definition)}


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def update_custom_field(actor: Actor, key: str, changes: dict, expected_version: int | None = None) -> None:
    custom_field_service.update_custom_field(actor, key, changes, expected_version)


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def order_custom_fields(actor: Actor, keys: list) -> None:
    custom_field_service.order_custom_fields(actor, keys)


@server_callable(permission="settings.manage", audited=AUDITED)
def archive_custom_field(actor: Actor, key: str) -> dict[str, Any]:
    count = tables.in_transaction(custom_field_service.archive_custom_field)(actor, key)
    segment_service.refresh_all_segments()
    return {"count": count}


@server_callable(permission="settings.manage", audited=AUDITED)
def restore_custom_field(actor: Actor, key: str) -> None:
    tables.in_transaction(custom_field_service.restore_custom_field)(actor, key)
    segment_service.refresh_all_segments()


@server_callable(permission="settings.manage", audited=AUDITED)
def purge_custom_field(actor: Actor, key: str) -> None:
    custom_field_service.require_archived(key)
    anvil.server.launch_background_task("empty_custom_field", key)
