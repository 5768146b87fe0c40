"""What screens may ask of the business's own fields of a contact."""

from __future__ import annotations

from typing import Any

import anvil.server

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import custom_field_service
from .custom_field_rules import KINDS

AUDITED = "contact_fields"


@server_callable(permission="customers.view")
def list_custom_fields(actor: Actor) -> dict[str, Any]:
    """``fields`` in use, and the ``kinds`` there are."""
    fields = [
        {
            "key": field.key,
            "label": field.label,
            "kind": field.kind,
            "options": list(field.options),
            "help_text": field.help_text,
            "required": field.required,
            "in_list": field.in_list,
        }
        for field in custom_field_service.custom_fields().values()
    ]
    return {"fields": fields, "kinds": [{"value": name, "label": kind.label} for name, kind in KINDS.items()]}


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def create_custom_field(actor: Actor, definition: dict) -> dict[str, Any]:
    return {"key": custom_field_service.create_custom_field(actor, definition)}


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def update_custom_field(actor: Actor, key: str, changes: dict) -> None:
    custom_field_service.update_custom_field(actor, key, changes)


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def order_custom_fields(actor: Actor, keys: list) -> None:
    custom_field_service.order_custom_fields(actor, keys)


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def archive_custom_field(actor: Actor, key: str) -> dict[str, Any]:
    return {"count": custom_field_service.archive_custom_field(actor, key)}


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def restore_custom_field(actor: Actor, key: str) -> None:
    custom_field_service.restore_custom_field(actor, key)


@server_callable(permission="settings.manage", audited=AUDITED)
def purge_custom_field(actor: Actor, key: str) -> None:
    anvil.server.launch_background_task("empty_custom_field", key)
