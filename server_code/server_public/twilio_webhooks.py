"""Where Twilio tells what became of a message, and what somebody wrote."""

from __future__ import annotations

from urllib.parse import urlencode

import anvil.server

from ..server_messaging import twilio_webhook_service
from ..server_shared.errors import Forbidden, MybizzError

# TwiML that answers nothing: what is to be answered goes through the outbox.
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


@anvil.server.http_endpoint("/webhooks/twilio/status", methods=["POST"])
def twilio_status(**_query: str) -> anvil.server.HttpResponse:
    return _kept(twilio_webhook_service.STATUS)


@anvil.server.http_endpoint("/webhooks/twilio/inbound", methods=["POST"])
def twilio_inbound(**_query: str) -> anvil.server.HttpResponse:
    return _kept(twilio_webhook_service.INBOUND)


def _kept(kind: str) -> anvil.server.HttpResponse:
    request = anvil.server.request
    body = request.body.get_bytes().decode("utf-8", "replace") if request.body else ""
    signature = str(request.headers.get("x-twilio-signature") or "")
    try:
        twilio_webhook_service.accept(kind, urlencode(request.query_params), body, signature)
    except Forbidden as error:
        return anvil.server.HttpResponse(403, error.message)
    except MybizzError as error:
        return anvil.server.HttpResponse(400, error.message)
    return anvil.server.HttpResponse(200, NOTHING, {"Content-Type": "text/xml"})
