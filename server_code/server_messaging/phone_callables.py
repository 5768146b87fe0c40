"""What screens may ask about WhatsApp and SMS."""

from __future__ import annotations

from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import phone_settings_service, phone_test_service, whatsapp_service, whatsapp_template_service

FEATURE = "marketing_enabled"
AUDITED = "whatsapp_templates"


@server_callable(permission="campaigns.manage", feature=FEATURE)
def send_test_text(actor: Actor, channel: str, phone: str, content: dict) -> dict[str, Any]:
    return {"sent_to": phone_test_service.send_test(actor, channel, phone, content)}


@server_callable(permission="settings.manage", feature=FEATURE)
def fetch_whatsapp_templates(actor: Actor) -> dict[str, Any]:
    return {"counts": phone_test_service.fetch_templates(actor)}


@server_callable(permission="settings.view", feature=FEATURE, transaction=True)
def get_phone_settings(actor: Actor) -> dict[str, Any]:
    return {"settings": phone_settings_service.get_phone_settings(actor)}


@server_callable(permission="settings.manage", feature=FEATURE, transaction=True, audited="config")
def save_phone_settings(actor: Actor, settings: dict) -> dict[str, Any]:
    phone_settings_service.save_phone_settings(actor, settings)
    return {"settings": phone_settings_service.get_phone_settings(actor)}


@server_callable(permission="settings.view", feature=FEATURE)
def list_whatsapp_templates(actor: Actor) -> dict[str, Any]:
    return {"templates": whatsapp_template_service.list_templates(actor)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def list_usable_templates(actor: Actor) -> dict[str, Any]:
    return {"templates": whatsapp_service.usable_templates()}


@server_callable(permission="settings.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def save_whatsapp_template(actor: Actor, template_data: dict, expected_version: int | None = None) -> dict[str, Any]:
    return {"template": whatsapp_template_service.save_template(actor, template_data, expected_version)}


@server_callable(permission="settings.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def archive_whatsapp_template(actor: Actor, template_id: str) -> None:
    whatsapp_template_service.archive_template(actor, template_id)


@server_callable(permission="settings.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def restore_whatsapp_template(actor: Actor, template_id: str) -> None:
    whatsapp_template_service.archive_template(actor, template_id, archived=False)
