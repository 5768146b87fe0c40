"""What screens may ask of the services that mails go through."""

from __future__ import annotations

from typing import Any

from ..server_marketing import transactional_service
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import provider_service, sender_service

FEATURE = "marketing_enabled"


@server_callable(permission="settings.view", feature=FEATURE)
def get_mail_sending(actor: Actor) -> dict[str, Any]:
    return provider_service.mail_sending()


@server_callable(permission="settings.manage", feature=FEATURE, transaction=True, audited="config")
def set_mail_provider(actor: Actor, stream: str, provider: str) -> dict[str, Any]:
    provider_service.set_provider(actor, stream, provider)
    return provider_service.mail_sending()


@server_callable(permission="settings.manage", feature=FEATURE)
def check_sender_domain(actor: Actor) -> dict[str, Any]:
    sender_service.check()
    return provider_service.mail_sending()


@server_callable(permission="settings.manage", feature=FEATURE, transaction=True, audited="config")
def make_signing_key(actor: Actor) -> None:
    provider_service.make_signing_key(actor)


@server_callable(permission="settings.manage")
def send_test_through(actor: Actor, service: str) -> dict[str, Any]:
    return {"sent_to": provider_service.send_test(actor, service)}


@server_callable(permission="settings.manage")
def list_provider_reports(actor: Actor, page: int = 0) -> dict[str, Any]:
    return provider_service.list_reports(max(page, 0))


@server_callable(permission="settings.manage", audited="webhook_events")
def replay_provider_reports(actor: Actor, provider: str = "", event_key: str = "") -> dict[str, Any]:
    return {"count": provider_service.replay_reports(provider, event_key)}


@server_callable(permission="settings.manage")
def list_sent_mails(actor: Actor, page: int = 0) -> dict[str, Any]:
    return provider_service.list_sent_mails(max(page, 0))


@server_callable(permission="campaigns.send", audited="sends")
def send_transactional_email(
    actor: Actor, to_email: str, subject: str, body_html: str, from_name: str | None = None
) -> dict[str, Any]:
    return transactional_service.send_transactional_email(actor, to_email, subject, body_html, from_name)
