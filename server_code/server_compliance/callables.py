"""What screens may ask about consent, personal data, retention and the audit log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ..server_customers.queries import get_contact_row, name_of
from ..server_shared import running_jobs
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from ..server_shared.config import get_config
from . import audit_service, consent_service, personal_data, retention, wording_service

AUDITED = "contacts"


@server_callable(permission="customers.view")
def get_consents(actor: Actor, contact_id: str, moment: datetime | date | None = None) -> dict[str, Any]:
    contact = get_contact_row(contact_id)
    return {
        "consents": consent_service.current_consents(contact, moment),
        "history": consent_service.consent_history(contact),
        "suppressions": consent_service.suppressions_of(contact),
        "contact_name": name_of(contact),
    }


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def set_consent(actor: Actor, contact_id: str, consent: dict) -> dict[str, Any]:
    return {"consents": consent_service.set_consent(actor, contact_id, consent)}


@server_callable(permission="customers.manage", transaction=True, audited=AUDITED)
def allow_again(actor: Actor, contact_id: str, channel: str, reason: str) -> dict[str, Any]:
    return {"was_suppressed": consent_service.allow_again(actor, contact_id, channel, reason)}


@server_callable(permission="customers.view")
def list_consent_wordings(actor: Actor) -> dict[str, Any]:
    return {"wordings": wording_service.list_wordings(actor), "purposes": list(wording_service.PURPOSES)}


@server_callable(permission="settings.manage", transaction=True, audited="consent_wordings")
def save_consent_wording(actor: Actor, purpose: str, language: str, text: str) -> dict[str, Any]:
    return {"version": wording_service.save_wording(actor, purpose, language, text)}


@server_callable(permission="data.export", audited=AUDITED)
def export_customer_data(actor: Actor, contact_id: str) -> dict[str, Any]:
    return {"file": personal_data.export_customer_data(actor, contact_id, get_config()["business_name"])}


@server_callable(permission="data.erase")
def plan_erasure(actor: Actor, contact_id: str) -> dict[str, Any]:
    return personal_data.plan_erasure(actor, contact_id)


@server_callable(permission="data.erase", transaction=True, audited=AUDITED)
def delete_customer_data(actor: Actor, contact_id: str, confirmation: str, reason: str = "") -> dict[str, Any]:
    return personal_data.delete_customer_data(actor, contact_id, confirmation, reason)


@server_callable(permission="settings.manage")
def get_retention_report(actor: Actor) -> dict[str, Any]:
    return retention.retention_report()


@server_callable(permission="settings.manage", audited="retention")
def start_purge(actor: Actor) -> dict[str, Any]:
    return {"job_id": running_jobs.start_job(retention.RUN)}


@server_callable(permission="settings.manage")
def get_purge(actor: Actor, job_id: str) -> dict[str, Any]:
    return running_jobs.job_progress(retention.RUN, job_id)


@server_callable(permission="settings.manage")
def list_audit_log(actor: Actor, filters: dict | None = None, cursor: str | None = None) -> dict[str, Any]:
    return audit_service.list_audit_log(actor, filters or {}, cursor)


@server_callable(permission="settings.manage")
def get_audit_filter_options(actor: Actor) -> dict[str, Any]:
    return audit_service.audit_filter_options(actor)


@server_callable(permission="settings.manage", audited="audit_log")
def export_audit_log(actor: Actor, filters: dict | None = None) -> dict[str, Any]:
    return {"file": audit_service.export_audit_log(actor, filters or {})}
