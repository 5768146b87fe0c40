"""Twilio as a driver of the outbox, by Twilio's own library: WhatsApp and SMS, many at once.

https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ConnectTimeout, RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from server_code.server_emails.http_waiting import seconds_to_wait
from server_code.server_messaging.driver_service import FAILED, RETRY, SENT, UNKNOWN, Message, Outcome
from server_code.server_messaging.twilio_codes import OUR_FAULTS, refusal

API = ("https://api.twilio.com", "https://content.twilio.com")
TIMEOUT_SECONDS = 30
GONE = 404
VALID_SECONDS = 4 * 3600  # how long Twilio may keep a message that it cannot send at once
PAUSE, LONG_PAUSE, SHORT_PAUSE = timedelta(minutes=1), timedelta(minutes=5), timedelta(seconds=1)
# Twilio lists what it took within seconds; after so long, what is not listed was not taken.
SURELY_LISTED = timedelta(minutes=10)
CLOCKS_DIFFER = timedelta(minutes=1)
MOST_LISTED = 50


class TooMany(Exception):
    """429, with the seconds after which Twilio takes messages again."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Twilio asks for a pause")
        self.seconds = seconds


class _HttpClient(TwilioHttpClient):
    """Twilio's own, at another base URL where one is given, and with the pause that a 429 asks for."""

    def __init__(self, base_url: str) -> None:
        super().__init__(timeout=TIMEOUT_SECONDS)
        self._base_url = base_url.rstrip("/")

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        for api in API if self._base_url else ():
            url = url.replace(api, self._base_url, 1)
        response = super().request(method, url, *args, **kwargs)
        if response.status_code == 429:
            raise TooMany(seconds_to_wait(response.headers or {}, SHORT_PAUSE.total_seconds()))
        return response


class TwilioDriver:
    """``at_once`` messages are handed over side by side. ``status_url`` is where Twilio tells what became of them."""

    def __init__(self, account_sid: str, auth_token: str, base_url: str = "", at_once: int = 40) -> None:
        self.at_once = at_once
        self.status_url = ""
        self._account = (account_sid, auth_token, base_url)
        self._own = threading.local()
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="twilio")

    def deliver(self, messages: Sequence[Message]) -> list[Outcome]:
        """Hand messages over side by side; what became of each."""
        return list(self._threads.map(self.send_message, messages))

    def send_message(self, message: Message) -> Outcome:
        """Hand one message over. Raises nothing."""
        try:
            sent = self._client.messages.create(**self._request(message))
        except TooMany as busy:
            pause = timedelta(seconds=busy.seconds)
            return _later(message, "provider", str(busy), pause)
        except TwilioRestException as error:
            return _refused(message, error)
        except (RequestException, TwilioException) as error:
            return _not_answered(message, error)
        return Outcome(message.send_key, SENT, provider_id=sent.sid)

    def find(self, send_key: str, to: str) -> Outcome | None:
        """Nothing: without the words of a message Twilio's list does not tell which one it is. See ``look_for``."""
        return None

    def look_for(self, doubt: Mapping[str, Any]) -> Outcome | None:
        """Whether Twilio took a doubtful message, by its list of what went to that number; None for not known yet.

        ``doubt`` has the message, ``attempted_at``, and in ``known`` the ids of other messages. Raises nothing.
        """
        since = doubt["attempted_at"].astimezone(UTC) - CLOCKS_DIFFER
        try:
            listed = self._client.messages.list(
                to=_address(doubt["channel"], doubt["to"]), date_sent_after=since, limit=MOST_LISTED
            )
        except (TooMany, RequestException, TwilioException):
            return None
        ours = [each for each in listed if _may_be(each, since, doubt)]
        same = [each for each in ours if _plain(each.body) == _plain(doubt["text"])]
        # The words of a template may be kept differently here: the only message there is, is the one.
        found = next(iter(same or (ours if doubt["template"] else [])), None)
        if found is not None:
            return Outcome(doubt["send_key"], SENT, provider_id=found.sid)
        if datetime.now(UTC) - doubt["attempted_at"].astimezone(UTC) < SURELY_LISTED:
            return None
        return Outcome(doubt["send_key"], RETRY, reason="not_taken", retry_at=datetime.now(UTC))

    def templates(self) -> Iterator[dict[str, Any]]:
        """The WhatsApp templates of the account, as the registry takes them."""
        for content in self._client.content.v1.content_and_approvals.stream():
            approval = content.approval_requests or {}
            yield {
                "content_sid": content.sid,
                "name": str(approval.get("name") or content.friendly_name or "").lower().replace(" ", "_"),
                "language": content.language,
                "category": str(approval.get("category") or "utility").lower(),
                "status": _STATUSES.get(str(approval.get("status")), "draft"),
                "reason": approval.get("rejection_reason") or "",
                "body": next((kind["body"] for kind in (content.types or {}).values() if kind.get("body")), ""),
                "samples": {number: str(text) for number, text in (content.variables or {}).items()},
            }

    def erase(self, provider_id: str) -> str:
        """Delete a message at Twilio, and the files that came with it; ``""`` once nothing is left there, else why not.

        Raises nothing. https://www.twilio.com/docs/messaging/api/media-resource
        """
        message = self._client.messages(provider_id)
        try:
            message.fetch()  # tells with a 404 that it is gone; the list of its files would only say that there is none
            # The files first: a message that is gone no longer tells of them.
            for medium in message.media.list():
                _let_go(medium.delete)
            _let_go(message.delete)
        except TwilioRestException as error:
            return "" if error.status == GONE else f"{error.code or error.status} {error.msg}"
        except (TooMany, RequestException, TwilioException) as error:
            return str(error) or type(error).__name__
        return ""

    @property
    def _client(self) -> Client:
        """A client for this thread: the library keeps the last answer in it, and promises nothing to threads."""
        if not hasattr(self._own, "client"):
            account_sid, auth_token, base_url = self._account
            self._own.client = Client(account_sid, auth_token, http_client=_HttpClient(base_url))
        return self._own.client

    def _request(self, message: Message) -> dict[str, Any]:
        request: dict[str, Any] = {
            "to": _address(message.channel, message.to),
            "validity_period": VALID_SECONDS,
            **_from(message),
        }
        if self.status_url and message.send_key:
            request["status_callback"] = f"{self.status_url}{message.send_key}"
        if message.template:
            variables = json.dumps(dict(message.variables), ensure_ascii=False)
            return {**request, "content_sid": message.template, "content_variables": variables}
        return {**request, "body": message.text}


_STATUSES = {
    "approved": "approved",
    "pending": "pending",
    "received": "pending",
    "in_review": "pending",
    "rejected": "rejected",
    "paused": "paused",
    "disabled": "rejected",
}


def _let_go(delete: Callable[[], Any]) -> None:
    """Delete something, which may be gone already."""
    try:
        delete()
    except TwilioRestException as error:
        if error.status != GONE:
            raise


def _address(channel: str, number: str) -> str:
    return f"whatsapp:{number}" if channel == "whatsapp" else number


def _from(message: Message) -> dict[str, str]:
    if message.sender.startswith("MG"):
        return {"messaging_service_sid": message.sender}
    return {"from_": _address(message.channel, message.sender)}


def _refused(message: Message, error: TwilioRestException) -> Outcome:
    said = f"{error.code or error.status} {error.msg}"
    if error.code in OUR_FAULTS or error.status in (401, 403):
        return _later(message, "provider", said, LONG_PAUSE)
    if error.status == 503:
        return _later(message, "provider", said, PAUSE)
    if error.status >= 500:
        return Outcome(message.send_key, UNKNOWN, reason="cut_off", error=said)
    status, reason = refusal(error.code)
    if status == RETRY:
        return _later(message, reason, said, SHORT_PAUSE)
    return Outcome(message.send_key, status, reason=reason, error=said)


def _not_answered(message: Message, error: Exception) -> Outcome:
    """The line was never there, so nothing was taken; or it was lost later, and nobody knows."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, ConnectTimeout) or (isinstance(error, NoConnection) and isinstance(cause, NewConnectionError)):
        return _later(message, "provider", str(error), PAUSE)
    if isinstance(error, RequestException):
        return Outcome(message.send_key, UNKNOWN, reason="cut_off", error=str(error))
    return Outcome(message.send_key, FAILED, reason="refused", error=str(error))


def _later(message: Message, reason: str, said: str, pause: timedelta) -> Outcome:
    retry_at = datetime.now(UTC) + pause
    return Outcome(message.send_key, RETRY, reason=reason, error=said[:500], retry_at=retry_at, holds_stream=True)


def _may_be(listed: Any, since: datetime, doubt: Mapping[str, Any]) -> bool:
    """Whether a listed message went out from us since then, and is none of those known."""
    created = listed.date_created
    is_ours = str(listed.direction).startswith("outbound") and listed.sid not in doubt["known"]
    return is_ours and (created is None or created.astimezone(UTC) >= since.replace(microsecond=0))


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
