"""What screens may ask of companies, saved views, changes to many contacts, duplicates and merge_service."""

from __future__ import annotations

from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from ..server_shared.config import get_config
from . import (
    bulk_edits,
    change_records,
    company_service,
    duplicate_service,
    merge_service,
    saved_views,
    timeline_service,
)
from .rules import clean_fields

AUDITED = "contacts"


@server_callable(permission="customers.view")
def list_companies(
    actor: Actor, search: str = "", cursor: str | None = None, page_size: int = 50, archived: bool = False
) -> dict[str, Any]:
    return company_service.list_companies(actor, search, cursor, page_size, archived=archived)


@server_callable(permission="customers.view")
def suggest_companies(actor: Actor, typed: str) -> dict[str, Any]:
    return {"names": company_service.suggest_companies(actor, typed)}


@server_callable(permission="customers.view")
def get_company(actor: Actor, company_id: str | None = None, name: str | None = None) -> dict[str, Any]:
    """The company of that id, or of that name, with its people, and what they did last."""
    company, people = company_service.get_company(actor, company_id, name)
    return {"company": {**company, "activity": timeline_service.list_activity_of(people)}}


@server_callable(permission="customers.manage", transaction=True, audited="companies")
def save_company(actor: Actor, company_data: dict) -> dict[str, Any]:
    return {"company_id": company_service.save_company(actor, company_data)}


@server_callable(permission="customers.manage", transaction=True, audited="companies")
def archive_company(actor: Actor, company_id: str) -> None:
    company_service.archive_company(actor, company_id)


@server_callable(permission="customers.manage", transaction=True, audited="companies")
def restore_company(actor: Actor, company_id: str) -> None:
    company_service.archive_company(actor, company_id, archived=False)


@server_callable(permission="customers.view")
def list_views(actor: Actor) -> dict[str, Any]:
    return {"views": saved_views.list_views(actor)}


@server_callable(permission="customers.view", transaction=True)
def save_view(actor: Actor, view_data: dict) -> dict[str, Any]:
    return {"view_id": saved_views.save_view(actor, view_data)}


@server_callable(permission="customers.view")
def get_view(actor: Actor, view_id: str) -> dict[str, Any]:
    return {"view": saved_views.get_view(actor, view_id)}


@server_callable(permission="customers.view", transaction=True)
def delete_view(actor: Actor, view_id: str) -> dict[str, Any]:
    """``view`` is what it was, so that it can be saved again."""
    return {"view": saved_views.delete_view(actor, view_id)}


@server_callable(permission="customers.view", transaction=True)
def set_default_view(actor: Actor, view_id: str | None = None) -> None:
    saved_views.set_default_view(actor, view_id)


@server_callable(permission="customers.manage")
def list_edit_fields(actor: Actor) -> dict[str, Any]:
    return {"fields": bulk_edits.list_edit_fields(actor)}


@server_callable(permission="customers.manage")
def preview_edit(
    actor: Actor, contact_ids: list, field: str, value: Any, filters: dict | None = None
) -> dict[str, Any]:
    return bulk_edits.preview_edit(actor, contact_ids, field, value, filters)


@server_callable(permission="customers.manage")
def edit_contacts(
    actor: Actor, contact_ids: list, field: str, value: Any, filters: dict | None = None
) -> dict[str, Any]:
    return {"change": bulk_edits.edit_contacts(actor, contact_ids, field, value, filters)}


@server_callable(permission="customers.manage")
def undo_edit(actor: Actor, change_id: str) -> dict[str, Any]:
    return {"change": bulk_edits.undo_edit(actor, change_id)}


@server_callable(permission="customers.manage")
def resume_edit(actor: Actor, change_id: str) -> dict[str, Any]:
    return {"change": bulk_edits.resume_edit(actor, change_id)}


@server_callable(permission="customers.manage", audited=AUDITED)
def stop_edit(actor: Actor, change_id: str) -> dict[str, Any]:
    return {"change": bulk_edits.stop_edit(actor, change_id)}


@server_callable(permission="customers.view")
def get_change(actor: Actor, change_id: str) -> dict[str, Any]:
    return {"change": change_records.get_change(actor, change_id)}


@server_callable(permission="customers.view")
def list_changes(actor: Actor, contact_id: str | None = None, page: int = 0) -> dict[str, Any]:
    return change_records.list_changes(actor, contact_id, max(page, 0))


@server_callable(permission="customers.view")
def find_duplicates(actor: Actor) -> dict[str, Any]:
    return duplicate_service.find_duplicates(actor)


@server_callable(permission="customers.view")
def find_duplicates_of(actor: Actor, contact_data: dict) -> dict[str, Any]:
    fields = clean_fields(contact_data, get_config()["default_country"])
    return {"contacts": duplicate_service.find_duplicates_of(fields)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def say_they_differ(actor: Actor, contact_ids: list) -> None:
    duplicate_service.say_they_differ(actor, contact_ids)


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def say_they_may_be_one(actor: Actor, contact_ids: list) -> None:
    duplicate_service.say_they_may_be_one(actor, contact_ids)


@server_callable(permission="customers.manage")
def preview_merge(actor: Actor, contact_id: str, other_ids: list, choices: dict) -> dict[str, Any]:
    return merge_service.preview_merge(actor, contact_id, other_ids, choices)


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def merge_contacts(
    actor: Actor, contact_id: str, other_ids: list, choices: dict, versions: dict | None = None
) -> dict[str, Any]:
    return {"change_id": merge_service.merge_contacts(actor, contact_id, other_ids, choices, versions)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def undo_merge(actor: Actor, change_id: str) -> None:
    merge_service.undo_merge(actor, change_id)
