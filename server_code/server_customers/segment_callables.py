"""What screens may ask of segments. Saving one is a transaction; filling it afterwards goes in batches."""

from __future__ import annotations

from typing import Any

import anvil.tables as tables

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import segment_service

FEATURE = "marketing_enabled"
AUDITED = "segments"


@server_callable(permission="customers.view", feature=FEATURE)
def list_segments(actor: Actor) -> dict[str, Any]:
    return {"segments": segment_service.list_segments(actor)}


@server_callable(permission="customers.view", feature=FEATURE)
def get_segment(actor: Actor, segment_id: str) -> dict[str, Any]:
    return {"segment": segment_service.get_segment(actor, segment_id)}


@server_callable(permission="customers.view", feature=FEATURE)
def get_segment_fields(actor: Actor) -> dict[str, Any]:
    return segment_service.get_segment_fields(actor)


@server_callable(permission="customers.view", feature=FEATURE)
def preview_segment(actor: Actor, rules: dict) -> dict[str, Any]:
    return segment_service.preview_segment(actor, rules)


@server_callable(permission="customers.view", feature=FEATURE)
def get_segment_count(actor: Actor, segment_id: str) -> dict[str, Any]:
    return {"count": segment_service.get_segment_count(segment_id)}


@server_callable(permission="customers.view", feature=FEATURE)
def get_segment_contacts(
    actor: Actor,
    segment_id: str,
    sort: str = "name",
    ascending: bool = True,
    cursor: str | None = None,
    page_size: int = 50,
) -> dict[str, Any]:
    return segment_service.get_segment_contacts(actor, segment_id, sort, ascending, cursor, page_size)


@server_callable(permission="customers.view", feature=FEATURE)
def get_contact_segments(actor: Actor, contact_id: str) -> dict[str, Any]:
    return {"segments": segment_service.segments_of(actor, contact_id)}


@server_callable(permission="customers.view", feature=FEATURE)
def explain_segment_membership(actor: Actor, segment_id: str, contact_id: str) -> dict[str, Any]:
    return segment_service.explain_membership(actor, segment_id, contact_id)


@server_callable(permission="customers.manage", feature=FEATURE, audited=AUDITED)
def create_segment(actor: Actor, segment_data: dict) -> dict[str, Any]:
    segment_id = tables.in_transaction(segment_service.create_segment)(actor, segment_data)
    segment_service.refresh_segment(segment_id)
    return {"segment_id": segment_id}


@server_callable(permission="customers.manage", feature=FEATURE, audited=AUDITED)
def update_segment(actor: Actor, segment_id: str, changes: dict, expected_version: int | None = None) -> dict[str, Any]:
    tables.in_transaction(segment_service.update_segment)(actor, segment_id, changes, expected_version)
    segment_service.refresh_segment(segment_id)
    return {"segment": segment_service.get_segment(actor, segment_id)}


@server_callable(permission="customers.manage", feature=FEATURE, audited=AUDITED)
def archive_segment(actor: Actor, segment_id: str) -> None:
    tables.in_transaction(segment_service.archive_segment)(actor, segment_id)
    segment_service.refresh_around(segment_id)


@server_callable(permission="customers.manage", feature=FEATURE, audited=AUDITED)
def restore_segment(actor: Actor, segment_id: str) -> None:
    tables.in_transaction(segment_service.archive_segment)(actor, segment_id, archived=False)
    segment_service.refresh_around(segment_id)


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def add_to_segment(actor: Actor, segment_id: str, contact_ids: list) -> dict[str, Any]:
    return {"count": segment_service.set_fixed_members(actor, segment_id, contact_ids, belong=True)}


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def remove_from_segment(actor: Actor, segment_id: str, contact_ids: list) -> dict[str, Any]:
    return {"count": segment_service.set_fixed_members(actor, segment_id, contact_ids, belong=False)}
