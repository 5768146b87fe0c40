"""What screens may ask of messages in general."""

from __future__ import annotations

from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import settings_service

FEATURE = "marketing_enabled"


@server_callable(permission="settings.view", feature=FEATURE, transaction=True)
def get_messaging_settings(actor: Actor) -> dict[str, Any]:
    return {"settings": settings_service.get_messaging_settings(actor)}


@server_callable(permission="settings.manage", feature=FEATURE, transaction=True, audited="config")
def save_messaging_settings(actor: Actor, settings: dict) -> dict[str, Any]:
    settings_service.save_messaging_settings(actor, settings)
    return {"settings": settings_service.get_messaging_settings(actor)}
