"""What screens may ask of campaigns."""

from __future__ import annotations

from typing import Any

from anvil.tables import in_transaction

from ..server_analytics import campaign_figures_service
from ..server_customers.queries import get_contact_row
from ..server_messaging import message_service
from ..server_sequences import sequence_service
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from ..server_shared.purposes import clean_purpose
from ..server_shared.running_jobs import job_progress, start_job
from ..server_templates import words_service
from . import campaign_audience, campaign_queries, campaign_service, campaign_steps_service
from .campaign_rules import clean_audience

FEATURE = "marketing_enabled"
AUDITED = "email_campaigns"


@server_callable(permission="campaigns.view", feature=FEATURE)
def list_campaigns(actor: Actor, status: str | None = None, campaign_type: str | None = None) -> dict[str, Any]:
    return {"campaigns": campaign_service.list_campaigns(actor, status, campaign_type)}


@server_callable(permission="campaigns.view", feature=FEATURE, transaction=True)
def get_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    return {"campaign": campaign_service.get_campaign(actor, campaign_id)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def get_campaign_stats(actor: Actor, campaign_id: str) -> dict[str, Any]:
    service = sequence_service if sequence_service.is_sequence(campaign_id) else campaign_service
    return {"stats": service.get_stats(actor, campaign_id)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def get_campaign_figures(actor: Actor, campaign_id: str) -> dict[str, Any]:
    return campaign_figures_service.get_campaign_figures(actor, campaign_id)


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def create_campaign(actor: Actor, campaign_data: dict) -> dict[str, Any]:
    if sequence_service.is_meant(campaign_data):
        return {"campaign_id": sequence_service.create_sequence(actor, campaign_data)}
    return {"campaign_id": campaign_service.create_campaign(actor, campaign_data)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def update_campaign(
    actor: Actor, campaign_id: str, changes: dict, expected_version: int | None = None
) -> dict[str, Any]:
    return {"campaign": campaign_service.update_campaign(actor, campaign_id, changes, expected_version)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def duplicate_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    return {"campaign_id": campaign_service.duplicate_campaign(actor, campaign_id)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def archive_campaign(actor: Actor, campaign_id: str) -> None:
    campaign_service.archive_campaign(actor, campaign_id)


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def restore_campaign(actor: Actor, campaign_id: str) -> None:
    campaign_service.archive_campaign(actor, campaign_id, archived=False)


@server_callable(permission="campaigns.view", feature=FEATURE)
def review_audience(actor: Actor, audience: dict, purpose: str = "marketing") -> dict[str, Any]:
    return campaign_audience.review(clean_audience(audience), clean_purpose(purpose))


@server_callable(permission="campaigns.view", feature=FEATURE)
def preview_campaign(actor: Actor, words: dict, purpose: str = "marketing", contact_id: str = "") -> dict[str, Any]:
    contact = get_contact_row(contact_id) if contact_id else None
    return words_service.preview(words, clean_purpose(purpose), contact)


@server_callable(permission="campaigns.manage", feature=FEATURE)
def send_test_campaign(actor: Actor, campaign_id: str, to: str = "", variant: str = "") -> dict[str, Any]:
    words, files = in_transaction(campaign_service.mail_of)(campaign_id, variant)
    return {"address": message_service.send_test_mail(actor, words, to, files)}


@server_callable(permission="campaigns.manage", feature=FEATURE)
def start_link_check(actor: Actor, campaign_id: str) -> dict[str, Any]:
    campaign_queries.campaign_row(campaign_id)
    return {"job_id": start_job("check_campaign_links", campaign_id)}


@server_callable(permission="campaigns.manage", feature=FEATURE)
def get_link_check(actor: Actor, job_id: str) -> dict[str, Any]:
    return job_progress("check_campaign_links", job_id)


@server_callable(permission="campaigns.send", feature=FEATURE)
def launch_campaign(actor: Actor, campaign_id: str, seen_version: int | None = None) -> dict[str, Any]:
    return {"campaign": campaign_steps_service.launch_campaign(actor, campaign_id, seen_version)}


@server_callable(permission="campaigns.send", feature=FEATURE, audited=AUDITED)
def approve_campaign(actor: Actor, campaign_id: str, seen_version: int) -> dict[str, Any]:
    return {"campaign": campaign_steps_service.approve_campaign(actor, campaign_id, seen_version)}


@server_callable(permission="campaigns.send", feature=FEATURE, audited=AUDITED)
def schedule_campaign(
    actor: Actor, campaign_id: str, scheduled_at: str, seen_version: int | None = None
) -> dict[str, Any]:
    return {"campaign": campaign_steps_service.schedule_campaign(actor, campaign_id, scheduled_at, seen_version)}


@server_callable(permission="campaigns.send", feature=FEATURE, audited=AUDITED)
def pause_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    if sequence_service.is_sequence(campaign_id):
        return {"campaign": sequence_service.pause_now(actor, campaign_id)}
    return {"campaign": campaign_steps_service.pause_campaign(actor, campaign_id)}


@server_callable(permission="campaigns.send", feature=FEATURE, audited=AUDITED)
def resume_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    return {"campaign": campaign_steps_service.resume_campaign(actor, campaign_id)}


@server_callable(permission="campaigns.send", feature=FEATURE, audited=AUDITED)
def cancel_campaign(actor: Actor, campaign_id: str) -> dict[str, Any]:
    return {"campaign": campaign_steps_service.cancel_campaign(actor, campaign_id)}
