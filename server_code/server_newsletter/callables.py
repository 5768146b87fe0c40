"""What screens may ask of mailing lists."""

from __future__ import annotations

from typing import Any

import anvil.server
from anvil.tables import in_transaction

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import list_keeping, list_service, subscribers

FEATURE = "marketing_enabled"
AUDITED = "mailing_lists"


@server_callable(permission="campaigns.view", feature=FEATURE)
def list_mailing_lists(actor: Actor, archived: bool = False) -> dict[str, Any]:
    return {"lists": list_keeping.list_lists(actor, archived)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def get_mailing_list(actor: Actor, list_id: str) -> dict[str, Any]:
    return {"list": list_keeping.get_list(actor, list_id)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def create_mailing_list(actor: Actor, list_data: dict) -> dict[str, Any]:
    return {"list_id": list_keeping.create_list(actor, list_data)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def update_mailing_list(actor: Actor, list_id: str, changes: dict, expected_version: int) -> dict[str, Any]:
    return {"list": list_keeping.update_list(actor, list_id, changes, expected_version)}


@server_callable(permission="campaigns.manage", feature=FEATURE, audited=AUDITED)
def archive_mailing_list(actor: Actor, list_id: str) -> None:
    in_transaction(list_keeping.archive_list)(actor, list_id)
    anvil.server.launch_background_task("recount_list", list_id)


@server_callable(permission="campaigns.manage", feature=FEATURE, audited=AUDITED)
def restore_mailing_list(actor: Actor, list_id: str) -> None:
    in_transaction(list_keeping.archive_list)(actor, list_id, archived=False)
    anvil.server.launch_background_task("recount_list", list_id)


@server_callable(permission="customers.view", feature=FEATURE)
def list_subscribers(actor: Actor, list_id: str, status: str = "", search: str = "", page: int = 0) -> dict[str, Any]:
    return subscribers.list_subscribers(list_id, status, search, page)


@server_callable(permission="data.export", feature=FEATURE, audited=AUDITED)
def export_subscribers(actor: Actor, list_id: str, status: str = "", search: str = "") -> dict[str, Any]:
    return {"file": subscribers.export_subscribers(list_id, status, search)}


@server_callable(permission="customers.manage", feature=FEATURE, audited=AUDITED)
def add_subscriber(actor: Actor, list_id: str, contact_id: str, how: dict) -> dict[str, Any]:
    status = in_transaction(subscribers.add_subscriber)(actor, list_id, contact_id, how)
    list_service.send_soon()
    return {"status": status}


@server_callable(permission="customers.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def remove_subscriber(actor: Actor, list_id: str, contact_id: str) -> None:
    subscribers.remove_subscriber(actor, list_id, contact_id)
