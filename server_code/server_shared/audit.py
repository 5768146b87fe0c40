"""The audit log: who did what to which record. It keeps names of fields and ids of records, never their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import anvil.server
from anvil.tables import app_tables

from .actors import Actor
from .clock import utc_now

ID_NAMES = (
    *("contact_id", "contact_ids", "import_number", "segment_id", "company_id", "task_id", "location_id", "view_id"),
    *("token_id", "change_id", "campaign_id"),
)
# What names a record of these kinds, and of no other: the addresses of contacts stay out of the log, which outlives
# them, and a “key” may be a secret elsewhere.
OWN_ID_NAMES = {"users": ("email",), "contact_fields": ("key",)}
MAX_IDS = 100


def log_audit_event(
    actor: Actor | None, action: str, resource_type: str, resource_id: str, changes: dict[str, Any] | None = None
) -> None:
    """Write one line. ``changes`` holds field names, counts and ids only. ``actor`` None means nobody was signed in."""
    app_tables.audit_log.add_row(
        user=actor.user if actor else None,
        action=action,
        resource_type=resource_type,
        resource_id=resource_id,
        changes=changes or {},
        ip_address=caller_ip(),
        timestamp=utc_now(),
    )


def log_call(
    actor: Actor, action: str, resource_type: str, given: Mapping[str, Any], answered: Mapping[str, Any]
) -> None:
    """Write the line of one call, from what it was given and what it answered."""
    names = OWN_ID_NAMES.get(resource_type, ID_NAMES)
    resource_id = _id_of(given, names) or _id_of(answered, names)
    log_audit_event(actor, action, resource_type, resource_id, _names_of_fields(given))


def caller_ip() -> str | None:
    """The address of the browser behind the running call; None in background tasks."""
    client = getattr(anvil.server.context, "client", None)
    return getattr(client, "ip", None)


def _id_of(values: Mapping[str, Any], names: Iterable[str]) -> str:
    for name in names:
        value = values.get(name)
        if isinstance(value, list):
            return " ".join(str(item) for item in value[:MAX_IDS])
        if isinstance(value, str | int):
            return str(value)
    return ""


def _names_of_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    fields = sorted({str(key) for value in given.values() if isinstance(value, dict) for key in value})
    return {"fields": fields} if fields else {}
