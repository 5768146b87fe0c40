"""The preview of a sign-up form that is being written."""

from __future__ import annotations

from typing import Any

from ..server_newsletter import lead_form_service
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from .lead_markup import preview_html


@server_callable(permission="campaigns.manage", feature="marketing_enabled")
def preview_lead_form(actor: Actor, form_data: dict) -> dict[str, Any]:
    return {"html": preview_html(lead_form_service.unsaved_form(form_data))}
