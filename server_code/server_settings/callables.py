"""What the settings screens may ask."""

from __future__ import annotations

from typing import Any

import anvil
import anvil.tables as tables

from ..server_customers import segment_service
from ..server_shared import running_jobs
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from ..server_shared.config import forget_read_amid_changes
from . import api_token_service, integrations, key_rotation, location_service, setting_choices, settings_service

AUDITED = "config"


@server_callable(permission="settings.view")
def get_settings(actor: Actor) -> dict[str, Any]:
    return settings_service.get_settings(actor)


@server_callable(permission="settings.view")
def get_setting_choices(actor: Actor) -> dict[str, Any]:
    return {"choices": setting_choices.setting_choices()}


@server_callable(permission="settings.manage", audited=AUDITED)
def save_profile(actor: Actor, changes: dict, seen: dict | None = None) -> None:
    if tables.in_transaction(settings_service.save_profile)(actor, changes, seen):
        forget_read_amid_changes()
        segment_service.refresh_all_segments()


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def save_theme(actor: Actor, colors: dict, seen: dict | None = None) -> None:
    settings_service.save_theme(actor, colors, seen)


@server_callable(permission="settings.manage", audited=AUDITED)
def set_features(actor: Actor, switched: dict) -> None:
    tables.in_transaction(settings_service.set_features)(actor, switched)
    forget_read_amid_changes()
    segment_service.make_built_in_segments(actor)
    segment_service.refresh_all_segments()


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def set_logo(actor: Actor, file: anvil.Media | None = None) -> None:
    settings_service.set_logo(actor, file)


@server_callable(permission="customers.view")
def list_locations(actor: Actor, archived: bool = False) -> dict[str, Any]:
    return {"locations": location_service.list_locations(actor, archived=archived)}


@server_callable(permission="settings.manage", transaction=True, audited="locations")
def save_location(actor: Actor, location_data: dict, seen: dict | None = None) -> dict[str, Any]:
    return {"location_id": location_service.save_location(actor, location_data, seen)}


@server_callable(permission="settings.manage", transaction=True, audited="locations")
def archive_location(actor: Actor, location_id: str) -> None:
    location_service.archive_location(actor, location_id)


@server_callable(permission="settings.manage", transaction=True, audited="locations")
def restore_location(actor: Actor, location_id: str) -> None:
    location_service.archive_location(actor, location_id, archived=False)


@server_callable(permission="settings.manage")
def list_integrations(actor: Actor) -> dict[str, Any]:
    return {"integrations": integrations.list_integrations(actor), "has_maps_key": integrations.has_maps_key()}


@server_callable(permission="settings.manage", transaction=True, audited=AUDITED)
def set_maps_key(actor: Actor, key: str) -> None:
    integrations.set_maps_key(actor, key)


@server_callable(permission="settings.manage")
def try_encryption(actor: Actor) -> dict[str, Any]:
    integrations.try_encryption(actor)
    return {"encryption": key_rotation.encryption_state()}


@server_callable(permission="settings.manage", audited=AUDITED)
def start_renewing_encryption(actor: Actor) -> dict[str, Any]:
    return {"job_id": running_jobs.start_job("renew_encryption")}


@server_callable(permission="settings.manage")
def get_renewing_encryption(actor: Actor, job_id: str) -> dict[str, Any]:
    return running_jobs.job_progress("renew_encryption", job_id)


@server_callable(permission="settings.manage", audited=AUDITED)
def send_test_email(actor: Actor) -> dict[str, Any]:
    return {"sent_to": integrations.send_test_email(actor)}


@server_callable(permission="settings.manage")
def try_twilio(actor: Actor) -> None:
    integrations.try_twilio(actor)


@server_callable(permission="settings.manage")
def list_api_tokens(actor: Actor) -> dict[str, Any]:
    scopes = api_token_service.scopes_for(actor)
    return {"tokens": api_token_service.list_api_tokens(actor), "scopes": scopes}


@server_callable(permission="settings.manage", transaction=True, audited="api_tokens")
def create_api_token(actor: Actor, name: str, scopes: list, days: int = 365) -> dict[str, Any]:
    return {"token": api_token_service.create_api_token(actor, name, scopes, days)}


@server_callable(permission="settings.manage", transaction=True, audited="api_tokens")
def revoke_api_token(actor: Actor, token_id: str) -> None:
    api_token_service.revoke_api_token(actor, token_id)
