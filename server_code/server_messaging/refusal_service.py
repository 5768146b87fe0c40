"""What a provider's refusal tells of a number, a conversation or a template, beyond the one message it was about."""

from __future__ import annotations

from typing import Any

from ..server_shared.clock import utc_now
from . import opt_out_service, whatsapp_service
from .gate_rules import STOPPED, WINDOW
from .twilio_codes import TEMPLATE_PAUSED, TEMPLATE_REJECTED

BECOMES = {TEMPLATE_PAUSED: "paused", TEMPLATE_REJECTED: "rejected"}


def learn(send: Any, reason: str | None) -> None:
    """Keep it: a number that said STOP, a closed window, a template that may not be used. Needs a transaction."""
    if reason == STOPPED and send["address"]:
        opt_out_service.stop(send["address"])
    elif reason == WINDOW:
        whatsapp_service.close_window(send["contact"])
    elif reason in BECOMES:
        template = whatsapp_service.find_template((send["content"]["settings"] or {}).get("template_id") or "")
        if template is not None and template["status"] == "approved":
            why = f"Twilio refused it on {utc_now():%Y-%m-%d}"
            template.update(status=BECOMES[reason], reason=why, updated_at=utc_now())
