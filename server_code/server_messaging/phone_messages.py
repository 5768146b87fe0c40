"""The words of one WhatsApp message or SMS to one person."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..server_shared.config import business_language
from ..server_shared.errors import Invalid
from . import personalising, phone_settings_service, whatsapp_service
from .driver_service import Message
from .gate_rules import ASKED_FOR
from .opt_out_words import opt_out_line
from .whatsapp_rules import MAX_TEXT, fill_body, one_line

# The gate has just looked at the template; the messages of one batch need not read it once each.
KEPT_SECONDS = 2.0


def compose(send: Any, values: Mapping[str, str]) -> Message:
    """The message of a claimed row. Raises Invalid when something of this person, or the sender, is missing."""
    make = {"sms": _sms, "whatsapp": _whatsapp}[send["channel"]]
    return make(send, values)


def sms_text(text: str, purpose: str, unsubscribe_url: str) -> str:
    """An SMS as it goes out: what nobody asked for ends with how to stop it."""
    if purpose in ASKED_FOR:
        return text
    link = "" if phone_settings_service.can_be_answered() else unsubscribe_url
    return f"{text}\n{opt_out_line(business_language(), link)}"


def _sms(send: Any, values: Mapping[str, str]) -> Message:
    sender = phone_settings_service.sms_sender()
    if not sender:
        raise Invalid("The business has no number for SMS yet. It is entered in the settings.")
    text = personalising.fill(send["content"]["text"] or "", values)
    whole = sms_text(text, send["purpose"], values["unsubscribe_url"])
    return _message(send, whole, sender)


def _whatsapp(send: Any, values: Mapping[str, str]) -> Message:
    sender = phone_settings_service.whatsapp_number()
    if not sender:
        raise Invalid("The business has no number for WhatsApp yet. It is entered in the settings.")
    settings = send["content"]["settings"] or {}
    if not settings.get("template_id"):
        return _message(send, personalising.fill(send["content"]["text"] or "", values), sender)
    template = _template(settings["template_id"], int(time.monotonic() / KEPT_SECONDS))
    whatsapp_service.check_variables(template, settings)
    variables = {
        number: one_line(personalising.fill(str(text), values)) for number, text in settings["variables"].items()
    }
    text = fill_body(template["body"], variables)
    return _message(send, text, sender, template=template["content_sid"], variables=variables)


@lru_cache(maxsize=100)
def _template(template_id: str, moment: int) -> Mapping[str, Any]:
    """A template that may be sent, read anew each ``moment``. Raises Invalid."""
    return whatsapp_service.template_record(whatsapp_service.usable_template(template_id))


def _message(send: Any, text: str, sender: str, **template: Any) -> Message:
    if not text.strip():
        raise Invalid("There are no words in this message.")
    if len(text) > MAX_TEXT:
        raise Invalid(f"This message has {len(text):,} letters for this person; {MAX_TEXT:,} may be sent.")
    return Message(send["send_key"], send["channel"], send["address"], text, sender=sender, **template)
