"""Twilio as a driver: what is asked of it, and what its answers and its silence mean."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from requests import PreparedRequest, Response, Session
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ConnectTimeout, ReadTimeout
from urllib3.exceptions import MaxRetryError, NewConnectionError

from server_code.server_messaging.driver_service import Message
from uplink.twilio_driver import TwilioDriver

SMS = Message("key-1", "sms", "+27821234567", "Hello", sender="+27600000002")
CHAT = Message(
    "key-2", "whatsapp", "+27821234567", "Hello Ann", sender="+27600000001", template="HX1", variables={"1": "Ann"}
)


class Asked:
    """What was asked of Twilio, and what it answers next."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.answer: Callable[[dict[str, Any]], Response] = lambda data: taken("SM1")

    def send(self, request: PreparedRequest, **settings: Any) -> Response:
        data = dict(parse_qsl(str(request.body or "")))
        self.requests.append({"url": request.url, **data})
        return self.answer(data)


def response(status: int, said: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    made = Response()
    made.status_code, made._content = status, json.dumps(said).encode()
    made.headers.update(headers or {})
    return made


def taken(sid: str) -> Response:
    return response(201, {"sid": sid, "status": "queued"})


def refused(status: int, code: int = 0, **headers: str) -> Callable[[dict[str, Any]], Response]:
    return lambda data: response(status, {"code": code, "message": "No", "status": status}, headers)


def silent(error: Exception) -> Callable[[dict[str, Any]], Response]:
    def answer(data: dict[str, Any]) -> Response:
        raise error

    return answer


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    stand_in = Asked()
    monkeypatch.setattr(Session, "send", stand_in.send)
    return stand_in


@pytest.fixture
def driver() -> TwilioDriver:
    return TwilioDriver("AC1", "token", "http://127.0.0.1:1/twilio/", at_once=8)


def test_an_sms_and_a_template_are_asked_for_as_twilio_wants_them(asked, driver):
    driver.status_url = "https://example.com/status?send="
    assert [outcome.provider_id for outcome in driver.deliver([SMS, CHAT])] == ["SM1", "SM1"]
    sms, chat = sorted(asked.requests, key=lambda request: request["To"])
    assert sms["url"] == "http://127.0.0.1:1/twilio/2010-04-01/Accounts/AC1/Messages.json"
    assert (sms["To"], sms["From"], sms["Body"]) == ("+27821234567", "+27600000002", "Hello")
    assert (sms["StatusCallback"], sms["ValidityPeriod"]) == ("https://example.com/status?send=key-1", "14400")
    assert (chat["To"], chat["From"], chat["ContentSid"]) == ("whatsapp:+27821234567", "whatsapp:+27600000001", "HX1")
    assert json.loads(chat["ContentVariables"]) == {"1": "Ann"}
    assert "Body" not in chat


@pytest.mark.parametrize(
    ("answer", "status", "reason", "holds"),
    [
        (refused(400, 21610), "failed", "stopped", False),
        (refused(400, 63016), "failed", "window", False),
        (refused(400, 21614), "bounced", "hard_bounce", False),
        (refused(400, 63041), "failed", "template_paused", False),
        (refused(400, 99999), "failed", "refused", False),
        (refused(429, 20429), "pending", "provider", True),
        (refused(401, 20003), "pending", "provider", True),
        (refused(400, 21606), "pending", "provider", True),
        (refused(503, 20503), "pending", "provider", True),
        (refused(500, 20500), "unknown", "cut_off", False),
        (silent(ConnectTimeout()), "pending", "provider", True),
        (silent(NoConnection(MaxRetryError(None, "/", NewConnectionError(None, "no")))), "pending", "provider", True),
        (silent(NoConnection("Connection aborted.")), "unknown", "cut_off", False),
        (silent(ReadTimeout()), "unknown", "cut_off", False),
    ],
)
def test_c20_only_what_surely_was_not_taken_is_tried_again(asked, driver, answer, status, reason, holds):
    asked.answer = answer
    [outcome] = driver.deliver([SMS])
    assert (outcome.status, outcome.reason, outcome.holds_stream) == (status, reason, holds)


def test_c21_a_429_says_when_the_next_may_go(asked, driver):
    asked.answer = refused(429, 20429, **{"Retry-After": "7"})
    [outcome] = driver.deliver([SMS])
    assert 6 < (outcome.retry_at - datetime.now(UTC)).total_seconds() <= 7


@pytest.mark.parametrize("said", ["soon", "nan", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_c21_a_429_that_says_nothing_useful_is_a_short_pause(asked, driver, said):
    asked.answer = refused(429, 20429, **{"Retry-After": said})
    [outcome] = driver.deliver([SMS])
    assert outcome.holds_stream
    assert 0 < (outcome.retry_at - datetime.now(UTC)).total_seconds() <= 1


def test_answers_of_messages_side_by_side_are_not_mixed_up(asked, driver):
    asked.answer = lambda data: taken(f"SM{data['Body']}")
    messages = [Message(str(n), "sms", "+27821234567", str(n), sender="+27600000002") for n in range(60)]
    assert [outcome.provider_id for outcome in driver.deliver(messages)] == [f"SM{n}" for n in range(60)]


def before(minutes: float) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


def listed(*messages: tuple[str, str, int]) -> Callable[[dict[str, Any]], Response]:
    """Twilio's list of messages: id, words, and how many minutes ago each was made when it is asked."""

    def answer(data: dict[str, Any]) -> Response:
        found = [
            {
                "sid": sid,
                "body": body,
                "direction": "outbound-api",
                "date_created": f"{before(minutes):%a, %d %b %Y %H:%M:%S +0000}",
            }
            for sid, body, minutes in messages
        ]
        return response(200, {"messages": found, "page_size": 50, "next_page_uri": None})

    return answer


def doubt(**changes: Any) -> dict[str, Any]:
    usual = {"send_key": "k", "channel": "sms", "to": "+27821234567", "text": "Hello", "template": "", "known": []}
    return {**usual, **changes}


@pytest.mark.parametrize(
    ("answer", "asked_about", "minutes_ago", "expected"),
    [
        (listed(("SM1", "Hello ", 0)), doubt(), 0, ("sent", "SM1")),
        (listed(("SM1", "Hello", 0)), doubt(known=["SM1"]), 0, None),
        (listed(("SM1", "Other", 0)), doubt(), 0, None),
        (listed(("SM1", "Other", 0)), doubt(template="HX1"), 0, ("sent", "SM1")),
        (listed(("SM1", "Hello", 60)), doubt(), 0, None),
        (listed(), doubt(), 11, ("pending", None)),
        (refused(500), doubt(), 11, None),
    ],
)
def test_c20_a_doubt_ends_by_what_twilio_lists(asked, driver, answer, asked_about, minutes_ago, expected):
    asked.answer = answer
    found = driver.look_for({**asked_about, "attempted_at": before(minutes_ago)})
    assert (found and (found.status, found.provider_id)) == expected


def test_c28_templates_come_as_the_registry_takes_them(asked, driver):
    content = {
        "sid": "HX1",
        "friendly_name": "Order ready",
        "language": "en",
        "variables": {"1": "Ann"},
        "types": {"twilio/text": {"body": "Hello {{1}}"}},
        "approval_requests": {"category": "UTILITY", "status": "disabled", "rejection_reason": "Spam"},
    }
    asked.answer = lambda data: response(200, {"contents": [content], "meta": {"key": "contents"}})
    [template] = driver.templates()
    assert template == {
        "content_sid": "HX1",
        "name": "order_ready",
        "language": "en",
        "category": "utility",
        "status": "rejected",
        "reason": "Spam",
        "body": "Hello {{1}}",
        "samples": {"1": "Ann"},
    }


class KeptThere:
    """A Twilio that keeps one message with files, and answers 404 for what is gone."""

    def __init__(self, *files: str) -> None:
        self.left = ["SM1", *files]

    def send(self, request: PreparedRequest, **settings: Any) -> Response:
        name = str(request.url).partition("?")[0].rpartition("/")[2].removesuffix(".json")
        if name not in self.left and not (name == "Media" and "SM1" in self.left):
            return refused(404, 20404)({})
        if request.method == "DELETE":
            self.left.remove(name)
            return response(204, {})
        files = [{"sid": each, "parent_sid": "SM1", "account_sid": "AC1"} for each in self.left[1:]]
        return response(200, {"media_list": files, "page": 0, "page_size": 50} if name == "Media" else {"sid": "SM1"})


def test_a_message_is_erased_with_its_files_however_often_it_is_asked_for(monkeypatch):
    there = KeptThere("ME1", "ME2")
    monkeypatch.setattr(Session, "send", lambda self, request, **settings: there.send(request, **settings))
    driver = TwilioDriver("AC1", "token")
    assert (driver.erase("SM1"), there.left) == ("", [])
    assert driver.erase("SM1") == ""


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refused(409, 20009), "20009"),
        (refused(429), "pause"),
        (refused(401, 20003), "20003"),
        (silent(ReadTimeout("slow")), "slow"),
    ],
)
def test_a_message_that_twilio_does_not_delete_is_told_with_the_reason(monkeypatch, answer, error):
    monkeypatch.setattr(Session, "send", lambda self, request, **settings: answer({}))
    assert error in TwilioDriver("AC1", "token").erase("SM1")
