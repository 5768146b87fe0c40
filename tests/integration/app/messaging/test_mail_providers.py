"""Brevo and Amazon SES: what is asked of them, and what each of their answers means for a message."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any
from uuid import UUID

import pytest

from .conftest import Post, person
from .http_stub import Stub, http_stub

pytestmark = pytest.mark.usefixtures("empty", "awake")

BREVO_ID = "<202611210900.1@smtp-relay.example.com>"


@pytest.fixture(scope="module")
def service() -> Iterator[Stub]:
    with http_stub() as stub:
        yield stub


@pytest.fixture(params=["brevo", "ses"])
def provider(request: pytest.FixtureRequest, service: Stub, instance, monkeypatch, awake) -> str:
    """Marketing goes through this provider, which takes everything."""
    service.asked.clear()
    name = str(request.param)
    secrets = {"brevo_url": service.url, "brevo_api_key": "key", "ses_url": service.url, "ses_region": "eu-west-1"}
    secrets |= {"ses_access_key_id": "AKIA", "ses_secret_access_key": "hidden", "ses_configuration_set": "events"}
    for key, value in secrets.items():
        monkeypatch.setitem(instance.secrets._values, key, value)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.send_streams SET provider = %s WHERE name = 'marketing_email'", [name])
    service.always(201, {"messageId": BREVO_ID, "MessageId": BREVO_ID})
    return name


only_brevo = pytest.mark.parametrize("provider", ["brevo"], indirect=True)
only_ses = pytest.mark.parametrize("provider", ["ses"], indirect=True)


def row_of(post: Post) -> dict[str, Any]:
    names = ("status", "reason", "error", "attempts", "provider", "provider_id", "send_key", "due_at")
    with post.instance.database.connection() as connection:
        found = connection.execute(f"SELECT {', '.join(names)} FROM data.sends ORDER BY _id").fetchone()
        return dict(zip(names, found, strict=True))


@only_brevo
def test_brevo_is_given_the_mail_and_what_its_reports_must_bring_back(owner, post, service, provider):
    person(owner, "Ann")
    post.plan()
    assert post.drain() == {"sent": 1}
    [asked] = service.asked
    row = row_of(post)
    assert (asked.path, asked.headers["api-key"]) == ("/v3/smtp/email", "key")
    assert asked.json["to"] == [{"email": "ann@example.com"}]
    assert asked.json["sender"] == {"name": "Kestrel", "email": "hello@kestrel.test"}
    assert "Hello Ann" in asked.json["textContent"]
    headers = asked.json["headers"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["X-Mailin-custom"] == row["send_key"] == UUID(headers["idempotencyKey"]).hex
    assert row["send_key"] in asked.json["tags"]
    assert (row["provider"], row["provider_id"]) == ("brevo", BREVO_ID)


@only_ses
def test_ses_is_given_the_whole_mail_signed_and_tagged(owner, post, service, provider):
    person(owner, "Ann")
    post.plan()
    assert post.drain() == {"sent": 1}
    [asked] = service.asked
    assert asked.path == "/v2/email/outbound-emails"
    assert "Credential=AKIA/" in asked.headers["Authorization"]
    assert asked.json["ConfigurationSetName"] == "events"
    assert asked.json["EmailTags"] == [{"Name": "send_key", "Value": row_of(post)["send_key"]}]
    mail = message_from_bytes(base64.b64decode(asked.json["Content"]["Raw"]["Data"]), policy=policy.default)
    assert (mail["To"], mail["List-Unsubscribe-Post"]) == ("ann@example.com", "List-Unsubscribe=One-Click")


def test_a_campaign_is_named_to_the_provider(owner, post, service, provider):
    from .test_campaigns import campaign

    person(owner, "Ann")
    made = campaign(owner)
    owner.ask("launch_campaign", made)
    owner.run("plan_campaign", made)
    post.drain()
    assert made in json.dumps(service.asked[0].json)


def test_c21_a_provider_that_wants_a_pause_gets_it_and_the_rest_is_not_tried(owner, post, service, provider):
    for name in ("Ann", "Ben", "Cleo"):
        person(owner, name)
    service.always(429, {"message": "Too many"}, Retry_After="40", x_amzn_ErrorType="TooManyRequestsException")
    post.plan()
    assert post.drain() == {"pending": 3}
    assert len(service.asked) == 1
    with post.instance.database.connection() as connection:
        found = connection.execute("SELECT paused_until FROM data.send_streams WHERE name = 'marketing_email'")
        pause = found.fetchone()[0] - datetime.now(UTC)
    assert timedelta(seconds=30) < pause <= timedelta(seconds=40)


def test_an_outage_uses_up_no_tries(owner, post, service, provider, instance):
    person(owner, "Ann")
    post.plan()
    service.always(429, {}, x_amzn_ErrorType="TooManyRequestsException")
    for _ in range(7):
        assert post.drain() == {"pending": 1}
        with instance.database.connection() as connection:
            connection.execute("UPDATE data.send_streams SET paused_until = NULL, next_at = NULL")
            connection.execute("UPDATE data.sends SET due_at = now()")
    service.always(201, {"messageId": BREVO_ID, "MessageId": BREVO_ID})
    assert post.drain() == {"sent": 1}


def test_c20_no_answer_leaves_a_doubt_and_no_second_try(owner, post, service, provider):
    person(owner, "Ann")
    service.hang_up()
    post.plan()
    assert post.drain() == {"unknown": 1}
    service.always(500, {})
    person(owner, "Ben")
    post.plan("campaign-2")
    assert post.drain() == {"unknown": 2}
    asked = len(service.asked)
    assert post.drain() == {}
    assert (asked, len(service.asked)) == (3, 3)


def test_a_mail_that_is_refused_fails_and_says_why(owner, post, service, provider):
    person(owner, "Ann")
    service.always(400, {"code": "invalid_parameter", "message": "email is not valid in to"})
    post.plan()
    assert post.drain() == {"failed": 1}
    assert "email is not valid in to" in row_of(post)["error"]


def test_a_key_that_is_not_accepted_holds_everything(owner, post, service, provider):
    person(owner, "Ann")
    service.always(401, {"message": "Key not found"})
    post.plan()
    assert post.drain() == {"pending": 1}
    assert post.drain() == {}


def test_a_provider_that_cannot_be_reached_holds_everything(owner, post, provider, instance, monkeypatch):
    from tests.server_process import free_port

    nowhere = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setitem(instance.secrets._values, f"{provider}_url", nowhere)
    person(owner, "Ann")
    post.plan()
    assert post.drain() == {"pending": 1}
    assert row_of(post)["reason"] == "provider"


@only_brevo
def test_c20_brevo_is_asked_about_a_doubt(owner, post, service, provider):
    person(owner, "Ann")
    service.hang_up()
    post.plan()
    post.drain()
    with post.instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET attempted_at = now() - interval '3 minutes'")
    service.always(200, {"events": []})
    reconcile = post.module("sending_service").reconcile
    assert post.run(lambda: reconcile("marketing_email")) == 0
    service.always(200, {"events": [{"messageId": BREVO_ID, "event": "requests"}]})
    assert post.run(lambda: reconcile("marketing_email")) == 1
    row = row_of(post)
    assert (row["status"], row["provider_id"]) == ("sent", BREVO_ID)
    assert row["send_key"] in service.asked[-1].path


@only_brevo
@pytest.mark.parametrize(
    ("status", "body", "becomes", "error"),
    [
        (400, {"code": "duplicate_parameter", "message": "seen before"}, "unknown", "400 seen before"),
        (502, b"<html>Bad gateway</html>", "unknown", "502 Bad Gateway"),
        (400, [1], "failed", "400 Bad Request"),
    ],
)
def test_c20_only_what_was_surely_not_taken_is_called_failed(
    owner, post, service, provider, status, body, becomes, error
):
    person(owner, "Ann")
    service.always(status, body)
    post.plan()
    post.drain()
    row = row_of(post)
    assert (row["status"], row["error"]) == (becomes, error)


@only_brevo
def test_c20_an_answer_that_comes_too_late_leaves_a_doubt(owner, post, service, provider, monkeypatch):
    monkeypatch.setattr(post.package("server_emails.brevo_integration"), "TIMEOUT_SECONDS", (5, 0.2))
    person(owner, "Ann")

    def late(asked: Any) -> tuple[int, dict[str, str], bytes]:
        time.sleep(0.4)
        return 201, {}, b"{}"

    service.answer = late
    post.plan()
    post.drain()
    assert (row_of(post)["status"], row_of(post)["reason"]) == ("unknown", "cut_off")


@only_brevo
def test_c20_a_log_that_cannot_be_read_ends_no_doubt(post, service, provider):
    find = post.module("driver_service").make_driver("brevo").find
    for answer in ((503, {}), (200, b"<html>"), (200, {"events": []})):
        service.always(*answer)
        assert post.run(lambda: find("a" * 32, "ann@example.com")) is None


def test_keys_can_be_tried(post, service, provider):
    make = post.module("driver_service").make_driver
    service.always(200, {})
    post.run(lambda: make(provider).check())
    service.always(401, {"message": "Key not found"})
    errors = post.package("server_shared.errors")
    with pytest.raises(errors.Invalid, match="accept"):
        post.run(lambda: make(provider).check())
    service.hang_up()
    with pytest.raises(errors.Invalid, match=r"accept|reached"):
        post.run(lambda: make(provider).check())
