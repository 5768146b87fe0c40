"""What screens may ask of messages in general."""

from __future__ import annotations

from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from ..server_shared.errors import Invalid
from . import outbox_service, settings_service

FEATURE = "marketing_enabled"
MOST_KEYS = 500


@server_callable(permission="settings.view", feature=FEATURE, transaction=True)
def get_messaging_settings(actor: Actor) -> dict[str, Any]:
    return {"settings": settings_service.get_messaging_settings(actor)}


@server_callable(permission="settings.manage", feature=FEATURE, transaction=True, audited="config")
def save_messaging_settings(actor: Actor, settings: dict) -> dict[str, Any]:
    settings_service.save_messaging_settings(actor, settings)
    return {"settings": settings_service.get_messaging_settings(actor)}


@server_callable(permission="campaigns.send", feature=FEATURE, transaction=True, audited="sends")
def mark_messages_as_sent(actor: Actor, send_keys: list) -> dict[str, Any]:
    return {"count": outbox_service.settle_doubts(_keys(send_keys), was_sent=True)}


@server_callable(permission="campaigns.send", feature=FEATURE, transaction=True, audited="sends")
def send_messages_again(actor: Actor, send_keys: list) -> dict[str, Any]:
    return {"count": outbox_service.settle_doubts(_keys(send_keys), was_sent=False)}


def _keys(given: list[Any]) -> list[str]:
    """Keys of messages. Raises Invalid."""
    if not given or len(given) > MOST_KEYS or not all(isinstance(key, str) for key in given):
        raise Invalid(f"Please choose between 1 and {MOST_KEYS} messages.")
    return given
