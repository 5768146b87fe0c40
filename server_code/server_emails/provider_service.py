"""The services that mails go through: which are there, which is used for what, a try of each."""

from __future__ import annotations

from itertools import islice
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables, in_transaction
from anvil.tables import query as q

from ..server_messaging import sending_service, settings_service, webhook_service
from ..server_messaging.driver_service import ready_providers
from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from . import dkim_keys, sender_service

# What the page of integrations calls a service → the provider behind it.
SERVICES = {"zoho": "smtp", "email": "smtp"}
PAGE = 50
SHOWN = 20_000  # letters of a report


def mail_sending() -> dict[str, Any]:
    """``providers [{value, label}]`` that have their keys; ``streams``, of each ``provider`` and why it is ``held``;
    ``domain`` (of ``sender_service.status``), ``problem`` with it, and ``has_key`` to sign with.
    """
    return {
        "providers": [{"value": name, "label": label} for name, label in ready_providers().items()],
        "streams": settings_service.mail_streams(),
        "domain": sender_service.status(),
        "problem": sender_service.problem(),
        "has_key": bool(dkim_keys.private_key()),
    }


def set_provider(actor: Actor, stream: str, provider: str) -> None:
    """Let marketing or transactional mails go through another service. Needs a transaction. Raises Invalid."""
    if provider not in ready_providers():
        raise Invalid("This service has no keys here yet. They are listed under Integrations.")
    settings_service.send_mail_through(stream, provider)


def make_signing_key(actor: Actor) -> None:
    """Make the key that mails are signed with. Needs a transaction."""
    dkim_keys.make_key()


def send_test(actor: Actor, service: str) -> str:
    """Send a mail through one service to whoever asks; the address. Raises Invalid with what the service said."""
    provider = SERVICES.get(service, service)
    if provider not in ready_providers():
        raise Invalid("This service has no keys here yet.")
    business = get_config()["business_name"]
    sending_service.send_test(provider, actor.email, f"A test from {business}", settings_service.sender_address())
    return actor.email


def list_reports(page: int) -> dict[str, Any]:
    """What providers reported and nothing could be made of, the newest first: ``reports [{provider, event_key,
    received_at, attempts, error, body}], total, counts {status: number}``.
    """
    newest = tables.order_by("received_at", ascending=False)
    found = app_tables.webhook_events.search(newest, q.page_size(webhook_service.PAGE), status=webhook_service.DEAD)
    names = ("provider", "event_key", "received_at", "attempts", "error", "body")
    rows = islice(found, page * PAGE, (page + 1) * PAGE)
    return {
        "reports": [{name: row[name] for name in names} | {"body": row["body"][:SHOWN]} for row in rows],
        "total": len(found),
        "counts": {
            status: len(app_tables.webhook_events.search(q.page_size(1), status=status))
            for status in (webhook_service.WAITING, webhook_service.DONE)
        },
    }


def replay_reports(provider: str, event_key: str) -> int:
    """Have reports that were put aside worked on again, one or all; how many. Opens a transaction."""
    count = in_transaction(webhook_service.replay)(provider or None, event_key or None)
    if count:
        anvil.server.launch_background_task("process_webhooks")
    return int(count)


def list_sent_mails(page: int) -> dict[str, Any]:
    """The log of mails the app itself wrote, the newest first: ``mails [{recipient, subject, template_used, status,
    error_message, sent_date}], total``.
    """
    found = app_tables.email_log.search(tables.order_by("sent_date", ascending=False), q.page_size(PAGE))
    names = ("recipient", "subject", "template_used", "status", "error_message", "sent_date")
    rows = islice(found, page * PAGE, (page + 1) * PAGE)
    return {"mails": [{name: row[name] for name in names} for row in rows], "total": len(found)}
