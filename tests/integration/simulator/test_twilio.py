"""Twilio as its clients meet it: the genuine ``twilio`` library, which signs and checks by itself."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.simulator_process import SimulatorProcess

from .conftest import Called

ANN = "+27821234567"
REMINDER = "HX00000000000000000000000000000001"
VARIABLES = '{"1": "Ann", "2": "haircut", "3": "Friday"}'


def client(outside: SimulatorProcess, token: str = "") -> Client:
    keys = outside.secrets
    made = Client(keys["twilio_account_sid"], token or keys["twilio_auth_token"])
    made.api.base_url = made.content.base_url = keys["twilio_url"]
    return made


@pytest.fixture
def twilio(outside: SimulatorProcess) -> Client:
    return client(outside)


@pytest.fixture
def numbers(outside: SimulatorProcess) -> dict[str, str]:
    keys = outside.secrets
    return {"sms": keys["twilio_sms_from"], "whatsapp": f"whatsapp:{keys['twilio_whatsapp_from']}"}


def forms(called: Called, path: str) -> list[dict[str, str]]:
    return [dict(parse_qsl(body.decode(), keep_blank_values=True)) for body in called.bodies(path)]


def test_an_sms_is_told_of_with_signed_callbacks(
    outside: SimulatorProcess, twilio: Client, numbers: dict[str, str], called: Called
) -> None:
    url = f"{called.url}/status?send=key-1"
    message = twilio.messages.create(to=ANN, from_=numbers["sms"], body="Hello", status_callback=url)
    assert message.status == "queued"
    outside.wait_until_quiet()
    assert [form["MessageStatus"] for form in forms(called, "/status")] == ["queued", "sent", "delivered"]
    validator = RequestValidator(outside.secrets["twilio_auth_token"])
    for (_, headers, _), form in zip(called.posts, forms(called, "/status"), strict=True):
        assert validator.validate(url, form, headers["X-Twilio-Signature"])
    assert twilio.messages(message.sid).fetch().status == "delivered"


def test_messages_are_listed_by_receiver_and_day(twilio: Client, numbers: dict[str, str]) -> None:
    for to in (ANN, "+27835550000", ANN):
        twilio.messages.create(to=to, from_=numbers["sms"], body=f"To {to}")
    today = datetime.now(UTC)
    assert [found.to for found in twilio.messages.list(to=ANN, date_sent_after=today - timedelta(minutes=1))] == [
        ANN
    ] * 2
    assert twilio.messages.list(to=ANN, date_sent_after=today + timedelta(minutes=1)) == []
    assert len(twilio.messages.list(page_size=2)) == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": "+15005550001"}, 21211),
        ({"to": "+15005550004"}, 21610),
        ({"from_": "+27999999999"}, 21606),
        ({"to": f"whatsapp:{ANN}"}, 63007),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"status_callback": "nowhere"}, 21609),
        ({"content_sid": "HXunknown"}, 21655),
        ({"content_sid": REMINDER, "content_variables": "["}, 21656),
    ],
)
def test_what_cannot_be_sent_is_refused_by_its_code(
    twilio: Client, numbers: dict[str, str], change: dict[str, Any], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        twilio.messages.create(**{"to": ANN, "from_": numbers["sms"], "body": "Hello", **change})
    assert (refusal.value.code, refusal.value.status) == (code, 400)


def test_a_wrong_token_is_refused(outside: SimulatorProcess, numbers: dict[str, str]) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client(outside, "wrong").messages.create(to=ANN, from_=numbers["sms"], body="Hello")
    assert (refusal.value.code, refusal.value.status) == (20003, 401)


def test_free_text_by_whatsapp_needs_a_message_of_the_last_day(
    outside: SimulatorProcess, twilio: Client, numbers: dict[str, str], called: Called
) -> None:
    bob = "+27835550001"
    how = {"to": f"whatsapp:{bob}", "from_": numbers["whatsapp"]}
    early = twilio.messages.create(body="Hello", **how)
    template = twilio.messages.create(content_sid=REMINDER, content_variables=VARIABLES, **how)
    assert template.body == "Hello Ann, this is a reminder of your haircut on Friday."
    outside.tell("inbound", {"from": bob, "channel": "whatsapp", "text": "Yes"})
    late = twilio.messages.create(body="Hello", **how)
    outside.wait_until_quiet()
    found = {message.sid: message for message in twilio.messages.list(to=f"whatsapp:{bob}")}
    assert (found[early.sid].status, found[early.sid].error_code) == ("failed", 63016)
    assert [found[sid].status for sid in (template.sid, late.sid)] == ["delivered", "delivered"]
    (inbound,) = forms(called, "/_/api/webhooks/twilio/inbound")
    assert (inbound["From"], inbound["Body"], inbound["WaId"]) == (f"whatsapp:{bob}", "Yes", bob.lstrip("+"))


def test_who_wrote_stop_gets_no_sms_until_start(
    outside: SimulatorProcess, twilio: Client, numbers: dict[str, str], called: Called
) -> None:
    outside.switch("twilio", stop=100)
    twilio.messages.create(to=ANN, from_=numbers["sms"], body="Hello")
    outside.wait_until_quiet()
    assert forms(called, "/_/api/webhooks/twilio/inbound")[0]["OptOutType"] == "STOP"
    outside.switch("twilio", stop=0)
    with pytest.raises(TwilioRestException) as refusal:
        twilio.messages.create(to=ANN, from_=numbers["sms"], body="Hello")
    assert refusal.value.code == 21610
    outside.tell("inbound", {"from": ANN, "channel": "sms", "text": "start"})
    assert twilio.messages.create(to=ANN, from_=numbers["sms"], body="Hello").sid


def test_templates_are_listed_with_their_approval(twilio: Client) -> None:
    found = twilio.content.v1.content_and_approvals.list()
    assert {item.approval_requests["status"] for item in found} == {"approved", "paused", "rejected", "pending"}
    assert found[0].sid == REMINDER


def test_callbacks_may_come_in_any_order(
    outside: SimulatorProcess, twilio: Client, numbers: dict[str, str], called: Called
) -> None:
    outside.switch("twilio", reordered=100)
    for _ in range(5):
        twilio.messages.create(to=ANN, from_=numbers["sms"], body="Hello", status_callback=f"{called.url}/status")
    outside.wait_until_quiet()
    order = [form["MessageStatus"] for form in forms(called, "/status")]
    assert sorted(order) == sorted(["queued", "sent", "delivered"] * 5)
    assert order != ["queued"] * 5 + ["sent"] * 5 + ["delivered"] * 5


def test_a_busy_twilio_says_so(outside: SimulatorProcess, twilio: Client, numbers: dict[str, str]) -> None:
    outside.switch("twilio", too_many=100)
    with pytest.raises(TwilioRestException) as refusal:
        twilio.messages.create(to=ANN, from_=numbers["sms"], body="Hello")
    assert (refusal.value.code, refusal.value.status) == (20429, 429)


def test_media_asks_for_the_accounts_token_and_leads_to_a_store_that_does_not(
    outside: SimulatorProcess, called: Called
) -> None:
    file = {"name": "x", "content_type": "image/jpeg", "content": b64encode(b"a picture").decode()}
    outside.tell("inbound", {"from": ANN, "channel": "whatsapp", "text": "", "files": [file]})
    outside.wait_until_quiet()
    told = forms(called, "/_/api/webhooks/twilio/inbound")[-1]
    assert (told["NumMedia"], told["MediaContentType0"]) == ("1", "image/jpeg")
    account = (outside.secrets["twilio_account_sid"], outside.secrets["twilio_auth_token"])
    assert requests.get(told["MediaUrl0"], timeout=10).status_code == 401
    led = requests.get(told["MediaUrl0"], auth=account, timeout=10, allow_redirects=False)
    assert led.status_code == 307
    assert requests.get(led.headers["Location"], timeout=10).content == b"a picture"


def test_a_message_and_its_files_are_kept_until_they_are_deleted(
    outside: SimulatorProcess, twilio: Client, called: Called
) -> None:
    file = {"name": "a.jpg", "content_type": "image/jpeg", "content": b64encode(b"picture").decode()}
    outside.tell("inbound", {"from": ANN, "channel": "whatsapp", "text": "Look", "files": [file]})
    outside.wait_until_quiet()
    told = forms(called, "/_/api/webhooks/twilio/inbound")[-1]
    message = twilio.messages(told["MessageSid"])
    [medium] = message.media.list()
    account = (outside.secrets["twilio_account_sid"], outside.secrets["twilio_auth_token"])
    assert requests.get(told["MediaUrl0"], auth=account, timeout=10).content == b"picture"
    with pytest.raises(TwilioRestException) as stranger:
        client(outside, "wrong").messages(told["MessageSid"]).delete()
    assert stranger.value.status == 401
    assert medium.delete()
    assert requests.get(told["MediaUrl0"], auth=account, timeout=10).status_code == 404
    assert message.delete()
    for gone in (message.fetch, message.delete, medium.delete):
        with pytest.raises(TwilioRestException) as refusal:
            gone()
        assert refusal.value.status == 404
    assert told["MessageSid"] not in [each.sid for each in twilio.messages.list(limit=50)]
