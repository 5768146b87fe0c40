"""What screens may ask of sign-up forms."""

from __future__ import annotations

from typing import Any

from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import lead_capture_service, lead_forms, lead_submissions

FEATURE = "marketing_enabled"
AUDITED = "lead_forms"


@server_callable(permission="campaigns.view", feature=FEATURE)
def list_lead_forms(actor: Actor, archived: bool = False) -> dict[str, Any]:
    return {"forms": lead_forms.list_forms(actor, archived)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def get_lead_form(actor: Actor, form_id: str, period: str = "month") -> dict[str, Any]:
    row = lead_forms.form_row(form_id)
    form = {**lead_forms.form_record(row), "height": lead_capture_service.room_of(row)}
    return {"form": form, "figures": lead_submissions.figures_of(form_id, period)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def save_lead_form(
    actor: Actor, form_data: dict, form_id: str = "", expected_version: int | None = None
) -> dict[str, Any]:
    return {"form": lead_forms.save_form(actor, form_data, form_id, expected_version)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def publish_lead_form(actor: Actor, form_id: str) -> dict[str, Any]:
    return {"form": lead_forms.set_live(actor, form_id, live=True)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def unpublish_lead_form(actor: Actor, form_id: str) -> dict[str, Any]:
    return {"form": lead_forms.set_live(actor, form_id, live=False)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def archive_lead_form(actor: Actor, form_id: str) -> None:
    lead_forms.archive_form(actor, form_id)


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def restore_lead_form(actor: Actor, form_id: str) -> None:
    lead_forms.archive_form(actor, form_id, archived=False)


@server_callable(permission="customers.view", feature=FEATURE)
def list_lead_submissions(actor: Actor, form_id: str, page: int = 0) -> dict[str, Any]:
    return lead_submissions.list_submissions(form_id, page)


@server_callable(permission="data.export", feature=FEATURE, audited=AUDITED)
def export_lead_submissions(actor: Actor, form_id: str) -> dict[str, Any]:
    return {"file": lead_submissions.export_submissions(form_id)}
