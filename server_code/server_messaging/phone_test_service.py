"""Trying WhatsApp and SMS out: a message to one's own telephone, and the templates that Twilio has."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from ..server_shared.phones import masked, validate_phone_number
from ..server_shared.validators import validate_choice
from . import errand_service, personalising, phone_settings_service, whatsapp_service
from .driver_service import Message
from .message_service import SAMPLE
from .phone_gate import CHANNELS
from .phone_messages import sms_text
from .plain_messages import plain_message
from .whatsapp_rules import MAX_TEXT, fill_body, one_line

TEST, TEMPLATES = "test", "templates"
PURPOSE = "marketing"


def send_test(actor: Actor, channel: str, phone: str, content: Mapping[str, Any]) -> str:
    """Send ``{text}`` or ``{settings: {template_id, variables}}`` to a telephone, filled in for an invented person.

    The number, masked, once Twilio took it. Opens transactions. Raises Invalid with what Twilio, or the gate of
    WhatsApp, has against it.
    """
    where = validate_phone_number(phone, get_config()["default_country"])
    message = _message(validate_choice(channel, CHANNELS, "channel"), where, content)
    outcome = errand_service.ask(TEST, plain_message(message))
    if outcome["status"] != "sent":
        raise Invalid(f"Twilio did not take it: {outcome.get('error') or outcome.get('reason')}")
    return masked(where)


def fetch_templates(actor: Actor) -> dict[str, int]:
    """Bring in the templates that Twilio has; how many are ``new, changed, known, left_out``. Raises Invalid."""
    outcome = errand_service.ask(TEMPLATES, {})
    if "counts" not in outcome:
        raise Invalid(f"Twilio did not tell its templates: {outcome.get('error')}")
    return dict(outcome["counts"])


def _message(channel: str, phone: str, content: Mapping[str, Any]) -> Message:
    values = {**SAMPLE, "business_name": get_config()["business_name"]}
    values |= dict.fromkeys(("unsubscribe_url", "preferences_url"), "https://example.com")
    sender = {"sms": phone_settings_service.sms_sender, "whatsapp": phone_settings_service.whatsapp_number}[channel]()
    if not sender:
        raise Invalid("The business has no number for this yet. It is entered in the settings.")
    settings = content.get("settings") or {}
    template, variables = "", {}
    if channel == "whatsapp" and settings.get("template_id"):
        row = whatsapp_service.sendable(settings)
        given = settings["variables"].items()
        variables = {number: one_line(personalising.fill(str(text), values)) for number, text in given}
        template, text = row["content_sid"], fill_body(row["body"], variables)
    else:
        text = personalising.fill(str(content.get("text") or ""), values)
        text = sms_text(text, PURPOSE, values["unsubscribe_url"]) if channel == "sms" and text.strip() else text
    if not text.strip() or len(text) > MAX_TEXT:
        raise Invalid(f"Please write a message of at most {MAX_TEXT:,} letters.")
    return Message(secrets.token_hex(16), channel, phone, text, sender=sender, template=template, variables=variables)
