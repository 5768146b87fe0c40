"""Where providers of mail post their reports: ``/_/api/webhooks/…``. What is not theirs leaves nothing behind."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import anvil.server
import requests

from ..server_messaging import webhook_service
from ..server_shared.errors import Forbidden, Invalid, MybizzError, NotSignedIn
from ..server_shared.keys import secret
from . import brevo_integration, ses_integration, smtp_reports, sns_signatures

log = logging.getLogger("mybizz.webhooks")

STATUSES = {NotSignedIn: 401, Forbidden: 403, Invalid: 400}
MOST_REPORTS = 1000


def intake(path: str) -> Callable[[Callable[[bytes], None]], Callable[..., anvil.server.HttpResponse]]:
    """Answer ``POST /_/api<path>``: 204 once ``function(body)`` has stored what there is, 4xx for what is not wanted.

    Any other fault is a 500, and the provider sends again.
    """

    def expose(function: Callable[[bytes], None]) -> Callable[..., anvil.server.HttpResponse]:
        @wraps(function)
        def answer(**_parameters: str) -> anvil.server.HttpResponse:
            body = anvil.server.request.body
            try:
                function(body.get_bytes() if body is not None else b"")
            except MybizzError as error:
                return anvil.server.HttpResponse(STATUSES.get(type(error), 400), error.message)
            except Exception:  # the outer edge: a provider learns only that it must send again
                log.exception("A report to %s could not be stored", path)
                return anvil.server.HttpResponse(500, "Please send this again.")
            return anvil.server.HttpResponse(204)

        return anvil.server.http_endpoint(path, methods=["POST"])(answer)

    return expose


@intake("/webhooks/brevo")
def brevo_webhook(body: bytes) -> None:
    """Reports of Brevo, one or a list of them. It signs nothing: its token must be the one we know."""
    _check_bearer(brevo_integration.TOKEN)
    reports = _json(body)
    reports = reports if isinstance(reports, list) else [reports]
    if len(reports) > MOST_REPORTS or not all(isinstance(report, dict) for report in reports):
        raise Invalid("These are not the reports of Brevo.")
    for report in reports:
        key = brevo_integration.event_key(report)
        webhook_service.keep(brevo_integration.PROVIDER, key, json.dumps(report))


@intake("/webhooks/ses")
def ses_webhook(body: bytes) -> None:
    """Notifications of SNS, and its question whether we listen to our topic."""
    post = _json(body)
    topic = secret(ses_integration.TOPIC)
    sns_signatures.check(post if isinstance(post, dict) else {}, topic)
    if post["Type"] == sns_signatures.NOTIFICATION:
        webhook_service.keep(ses_integration.PROVIDER, str(post["MessageId"]), body.decode())
    else:
        sns_signatures.check_address(str(post.get("SubscribeURL")), topic)
        anvil.server.launch_background_task("confirm_sns_topic", post["SubscribeURL"])


@intake("/webhooks/smtp-bounce")
def smtp_bounce_webhook(body: bytes) -> None:
    """Mails that came back, as the mail host forwards them."""
    _check_bearer(smtp_reports.TOKEN)
    text = body.decode("utf-8", "replace")
    webhook_service.keep(smtp_reports.PROVIDER, smtp_reports.event_key(text), text)


@anvil.server.background_task
def confirm_sns_topic(url: str) -> None:
    """Tell SNS that we listen. ``url`` is what it asked us to open."""
    sns_signatures.check_address(url, secret(ses_integration.TOPIC))
    requests.get(url, timeout=sns_signatures.TIMEOUT_SECONDS, allow_redirects=False).raise_for_status()


def _check_bearer(name: str) -> None:
    """Refuse whoever does not send the token of the secret ``name``. Raises NotSignedIn."""
    expected = secret(name)
    given = anvil.server.request.headers.get("authorization") or ""
    if not expected or not hmac.compare_digest(given.encode(), f"Bearer {expected}".encode()):
        raise NotSignedIn("The token is missing or wrong.")


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise Invalid("This is no JSON.") from error
