"""Mail through Amazon SES, API v2, by botocore; and the events it publishes by SNS.

Facts: docs.aws.amazon.com/ses, “SendEmail”, “Contents of event data that Amazon SES publishes to Amazon SNS”.

The key of a send goes as a message tag, which every event brings back. SES cannot be asked about an earlier mail: what
ends a doubt is the event “Send”.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..server_messaging import tracking_service, webhook_service
from ..server_messaging.driver_service import (
    FAILED,
    RETRY,
    SENT,
    UNKNOWN,
    Message,
    Outcome,
    offer_driver,
    one_after_another,
)
from ..server_messaging.event_service import Event
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.keys import secret
from .dkim_keys import private_key, signed_bytes
from .http_waiting import seconds_to_wait
from .mime import to_mime

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

PROVIDER = "ses"
REGION = "eu-west-1"
KEY_ID, KEY, TOPIC = "ses_access_key_id", "ses_secret_access_key", "sns_topic_arn"
BUSY, REFUSED = timedelta(seconds=30), timedelta(minutes=10)
SEND_KEY, CAMPAIGN = "send_key", "campaign"
# “Manual DKIM signing in Amazon SES”: SES gives each mail its own.
REWRITTEN = frozenset({"Date", "Message-ID"})
TOO_MANY = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling", "LimitExceededException"})
# Refusals of the whole account: no other mail would get through either.
ACCOUNT = frozenset(
    {
        *("AccountSuspendedException", "SendingPausedException", "MailFromDomainNotVerifiedException"),
        *("UnrecognizedClientException", "InvalidClientTokenId", "SignatureDoesNotMatch", "AccessDeniedException"),
        *("InvalidSignatureException", "ExpiredTokenException", "IncompleteSignature"),
    }
)
EVENTS: Mapping[str, str] = {
    "Send": "sent",
    "Delivery": "delivered",
    "Complaint": "complained",
    "Reject": "failed",
    "Rendering Failure": "failed",
    "Open": "open",
    "Click": "click",
    "Subscription": "unsubscribed",
}


class SesDriver:
    """A client of SES. It tries nothing again by itself: whether a mail may be sent twice is decided elsewhere."""

    at_once = 10

    def __init__(self) -> None:
        import botocore.session  # large, and most businesses send otherwise: here, not at every start
        from botocore.config import Config

        config = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 1})
        self._key = private_key()
        self._set = secret("ses_configuration_set")
        self._client = botocore.session.Session().create_client(
            "sesv2",
            region_name=secret("ses_region") or REGION,
            endpoint_url=secret("ses_url") or None,
            aws_access_key_id=secret(KEY_ID),
            aws_secret_access_key=secret(KEY),
            config=config,
        )

    def deliver(self, messages: Sequence[Message]) -> list[Outcome]:
        """Hand mails over one after the other."""
        return one_after_another(messages, self._deliver)

    def find(self, send_key: str, to: str) -> Outcome | None:
        """Nothing: SES keeps no log that could be asked."""
        return None

    def check(self) -> None:
        """See whether the keys are accepted. Raises Invalid."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client.get_account()
        except (BotoCoreError, ClientError) as error:
            raise Invalid(f"Amazon SES does not accept the keys: {error}") from error

    def _deliver(self, message: Message) -> Outcome:
        from botocore import exceptions

        key = message.send_key
        try:
            mail = to_mime(message)
        except Invalid as error:
            return Outcome(key, FAILED, reason="content", error=error.message)
        tags = {SEND_KEY: key, **({CAMPAIGN: message.campaign} if message.campaign else {})}
        try:
            answer = self._client.send_email(
                FromEmailAddress=message.sender,
                Destination={"ToAddresses": [message.to]},
                Content={"Raw": {"Data": signed_bytes(mail, self._key, REWRITTEN)}},
                EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
                **({"ConfigurationSetName": self._set} if self._set else {}),
            )
        except exceptions.ClientError as error:
            return _refused(key, error)
        except (
            exceptions.EndpointConnectionError,
            exceptions.ConnectTimeoutError,
            exceptions.NoCredentialsError,
        ) as error:
            return _held(key, str(error), BUSY)
        except exceptions.BotoCoreError as error:
            return Outcome(key, UNKNOWN, reason="cut_off", error=str(error))
        return Outcome(key, SENT, provider_id=answer["MessageId"])


def _refused(key: str, error: ClientError) -> Outcome:
    """What an error of the API means for the message."""
    code, answer = error.response["Error"].get("Code", ""), error.response["ResponseMetadata"]
    status, said = answer.get("HTTPStatusCode", 500), str(error)[:500]
    if code in TOO_MANY or status == 429:
        headers = {"Retry-After": answer.get("HTTPHeaders", {}).get("retry-after", "")}
        return _held(key, said, timedelta(seconds=seconds_to_wait(headers, BUSY.total_seconds())))
    if code in ACCOUNT or status in (401, 403):
        return _held(key, said, REFUSED)
    if status < 500:
        return Outcome(key, FAILED, reason="refused", error=said)
    return Outcome(key, UNKNOWN, reason="cut_off", error=said)


def _held(key: str, error: str, pause: timedelta) -> Outcome:
    return Outcome(key, RETRY, reason="provider", error=error, retry_at=utc_now() + pause, holds_stream=True)


def understand(body: str) -> Event | None:
    """What a notification of SNS tells of a message."""
    envelope = webhook_service.read_json(body)
    said = webhook_service.read_json(envelope["Message"])
    kind = said.get("eventType") or said.get("notificationType") or ""
    mail, facts = said.get("mail") or {}, said.get(kind.lower()) or {}
    event_type = _bounce(facts) if kind == "Bounce" else EVENTS.get(kind)
    if event_type is None:
        return None
    key, moment = f"sns:{envelope['MessageId']}", datetime.fromisoformat(facts.get("timestamp") or mail["timestamp"])
    send_key = next(iter((mail.get("tags") or {}).get(SEND_KEY) or ()), None)
    message = {"send_key": send_key, "provider_id": mail.get("messageId")}
    if event_type in tracking_service.PAGES:
        link, agent = str(facts.get("link") or ""), str(facts.get("userAgent") or "")
        return tracking_service.told(key, event_type, moment, **message, link=link, agent=agent)
    return Event(key, event_type, moment, **message, detail={"reason": kind.lower(), "error": _diagnosis(facts)})


def _bounce(facts: Mapping[str, Any]) -> str:
    """A bounce that SES calls “Permanent” is hard; it gives up on the others too, after having tried for hours."""
    return "bounced" if facts.get("bounceType") == "Permanent" else "soft_bounced"


def _diagnosis(facts: Mapping[str, Any]) -> str:
    people = facts.get("bouncedRecipients") or [{}]
    return str(people[0].get("diagnosticCode") or facts.get("reason") or "")[:500]


offer_driver(PROVIDER, SesDriver, "Amazon SES", lambda: bool(secret(KEY_ID) and secret(KEY)))
webhook_service.handle_with(PROVIDER, understand)
