"""What providers of mail post to us: who may, and what of it is kept."""

from __future__ import annotations

import json

import anvil.server

from ..server_messaging import webhook_service
from ..server_messaging.intake_service import check_bearer, intake
from ..server_shared.errors import Invalid
from ..server_shared.keys import secret
from . import brevo_integration, ses_integration, smtp_reports, sns_signatures

MOST_REPORTS = 1000


@intake("/webhooks/brevo")
def brevo_webhook(body: bytes) -> None:
    """Reports of Brevo, one or a list of them. It signs nothing: its token must be the one we know."""
    check_bearer(brevo_integration.TOKEN)
    reports = webhook_service.read_json(body)
    reports = reports if isinstance(reports, list) else [reports]
    if len(reports) > MOST_REPORTS or not all(isinstance(report, dict) for report in reports):
        raise Invalid("These are not the reports of Brevo.")
    bodies = {brevo_integration.event_key(report): json.dumps(report) for report in reports}
    webhook_service.keep_all(brevo_integration.PROVIDER, bodies)


@intake("/webhooks/ses")
def ses_webhook(body: bytes) -> None:
    """Notifications of SNS, and its question whether we listen to our topic."""
    post = webhook_service.read_json(body)
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
    check_bearer(smtp_reports.TOKEN)
    text = body.decode("utf-8", "replace")
    webhook_service.keep(smtp_reports.PROVIDER, smtp_reports.event_key(text), text)


@anvil.server.background_task
def confirm_sns_topic(url: str) -> None:
    """Tell SNS that we listen. ``url`` is what it asked us to open."""
    import requests  # large, and few days need it: here, not at every start

    sns_signatures.check_address(url, secret(ses_integration.TOPIC))
    requests.get(url, timeout=sns_signatures.TIMEOUT_SECONDS, allow_redirects=False).raise_for_status()
