"""What providers post to us: theirs is stored and answered at once, anything else leaves nothing behind."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from starlette.testclient import TestClient

from app_server.web import make_web_app
from simulator.sns import certificate, sign

from .conftest import Post, person
from .http_stub import Stub, http_stub
from .test_events import key_of, send_of, suppressed

pytestmark = pytest.mark.usefixtures("empty", "awake", "quiet")

TOPIC = "arn:aws:sns:eu-west-1:000000000000:mail"
SECRETS = {"brevo_webhook_token": "brevo-says", "bounce_webhook_token": "mail-host-says", "sns_topic_arn": TOPIC}
NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
BREVO = {"Authorization": "Bearer brevo-says"}


@pytest.fixture(scope="module")
def web(instance) -> Iterator[TestClient]:
    with TestClient(make_web_app(instance), base_url="http://127.0.0.1:42600") as client:
        yield client


@pytest.fixture
def browser(web, instance, monkeypatch) -> TestClient:
    for name, value in SECRETS.items():
        monkeypatch.setitem(instance.secrets._values, name, value)
    return web


@pytest.fixture
def quiet(post, monkeypatch) -> None:
    """Nothing is worked on before a test asks for it."""
    monkeypatch.setattr(post.module("webhook_service"), "_start", lambda: None)


@pytest.fixture
def sent(owner, post, inbox) -> str:
    person(owner, "Ann")
    post.plan()
    post.drain()
    return key_of(post, "campaign-1")


def stored(post: Post) -> list[tuple[str, str]]:
    with post.instance.database.connection() as connection:
        return connection.execute("SELECT provider, status FROM data.webhook_events ORDER BY _id").fetchall()


def worked_on(post: Post) -> dict[str, int]:
    return post.run(post.module("webhook_service").process)


def judged(post: Post) -> None:
    """What is thought of opens and clicks once some time has passed since they were told."""
    with post.instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET sent_at = %s", [NOW - timedelta(minutes=1)])
        connection.execute("UPDATE data.send_events SET received_at = received_at - interval '1 minute'")
    post.run(post.module("engagement_service").judge_all)


def report(send_key: str, event: str, minutes: float = 0, **more: Any) -> dict[str, Any]:
    at = (NOW + timedelta(minutes=minutes)).timestamp()
    facts = {
        "event": event,
        "email": "ann@example.com",
        "id": 1,
        "message-id": "<1@relay>",
        "X-Mailin-custom": send_key,
    }
    return {**facts, "ts_event": int(at), "ts_epoch": int(at * 1000), **more}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic brevo-says"}])
def test_c34_without_the_token_brevo_is_not_believed(browser, post, headers):
    assert browser.post("/_/api/webhooks/brevo", json=report("x", "delivered"), headers=headers).status_code == 401
    assert stored(post) == []


def test_c34_where_no_token_is_set_nobody_is_believed(browser, post, instance, monkeypatch):
    monkeypatch.setitem(instance.secrets._values, "brevo_webhook_token", "")
    headers = {"Authorization": "Bearer "}
    assert browser.post("/_/api/webhooks/brevo", json=report("x", "spam"), headers=headers).status_code == 401
    assert stored(post) == []


def test_c36_c37_brevos_reports_in_any_order_and_number_end_alike(browser, post, sent):
    stream = [
        report(sent, "request"),
        report(sent, "delivered", 1),
        report(sent, "proxy_open", 1.5),
        report(sent, "opened", 3),
        report(sent, "click", 4, link="https://kestrel.test/spring"),
        report(sent, "deferred", 0.5),
    ]
    chance = random.Random(3)
    for _ in range(3):
        for each in chance.sample(stream, len(stream)):
            assert browser.post("/_/api/webhooks/brevo", json=each, headers=BREVO).status_code == 204
    assert stored(post) == [("brevo", "waiting")] * 6
    assert worked_on(post) == {"done": 6}
    judged(post)
    row = send_of(post, sent)
    assert row["status"] == "clicked"
    assert row["machine_opened_at"] == NOW + timedelta(minutes=1.5)
    assert row["opened_at"] == NOW + timedelta(minutes=3)


def test_brevos_reports_may_come_as_a_list(browser, post, sent):
    both = [report(sent, "delivered"), report(sent, "hard_bounce", 1, reason="550 5.1.1 unknown")]
    assert browser.post("/_/api/webhooks/brevo", json=both, headers=BREVO).status_code == 204
    assert worked_on(post) == {"done": 2}
    assert send_of(post, sent)["status"] == "bounced"


@pytest.mark.parametrize("body", [b"{", b"[1]", b"7", b""])
def test_what_is_no_report_is_refused(browser, post, body):
    assert browser.post("/_/api/webhooks/brevo", content=body, headers=BREVO).status_code == 400
    assert stored(post) == []


def test_c37_what_cannot_be_stored_is_asked_for_again(browser, post, monkeypatch):
    def broken(*_: Any) -> bool:
        raise RuntimeError("no room")

    monkeypatch.setattr(post.module("webhook_service"), "store", broken)
    assert browser.post("/_/api/webhooks/brevo", json=report("x", "delivered"), headers=BREVO).status_code == 500


@pytest.fixture(scope="module")
def amazon() -> Iterator[tuple[Stub, RSAPrivateKey]]:
    """Where SNS keeps its certificate, and the key that belongs to it."""
    key = rsa.generate_private_key(65537, 2048)
    with http_stub() as stub:
        stub.always(200, certificate(key).public_bytes(serialization.Encoding.PEM))
        yield stub, key


@pytest.fixture
def sns(amazon, instance, monkeypatch) -> tuple[Stub, RSAPrivateKey]:
    monkeypatch.setitem(instance.secrets._values, "sns_url", amazon[0].url)
    amazon[0].asked.clear()
    return amazon


def notification(
    sns: tuple[Stub, RSAPrivateKey], said: dict[str, Any], version: str = "2", **more: str
) -> dict[str, Any]:
    stub, key = sns
    post = {"Type": "Notification", "MessageId": f"m-{random.random()}", "TopicArn": TOPIC, "Message": json.dumps(said)}
    post |= {"Timestamp": NOW.isoformat(), "SignatureVersion": version, "SigningCertURL": f"{stub.url}/sns.pem", **more}
    return {**post, "Signature": sign(post, key)}


def ses_event(send_key: str, kind: str, **facts: Any) -> dict[str, Any]:
    mail = {"messageId": "0100-1", "timestamp": NOW.isoformat(), "tags": {"send_key": [send_key]}}
    return {"eventType": kind, "mail": mail, kind.lower(): {"timestamp": NOW.isoformat(), **facts}}


def tell(browser: TestClient, post: dict[str, Any]) -> int:
    return browser.post(
        "/_/api/webhooks/ses", content=json.dumps(post), headers={"Content-Type": "text/plain"}
    ).status_code


@pytest.mark.parametrize("version", ["1", "2"])
def test_c35_what_sns_signed_is_stored_and_understood(browser, post, owner, sns, sent, version):
    bounce = ses_event(sent, "Bounce", bounceType="Permanent", bouncedRecipients=[{"diagnosticCode": "550 5.1.1"}])
    told = notification(sns, bounce, version)
    assert [tell(browser, told), tell(browser, told)] == [204, 204]
    assert worked_on(post) == {"done": 1}
    assert (send_of(post, sent)["status"], suppressed(owner)) == ("bounced", ["bounced"])


def test_ses_tells_soft_bounces_deliveries_and_clicks_apart(browser, post, sns, sent):
    later = (NOW + timedelta(minutes=10)).isoformat()
    for event in (
        ses_event(sent, "Delivery"),
        ses_event(sent, "Click", link="https://kestrel.test", userAgent="Mozilla/5.0 (X11)", timestamp=later),
        ses_event(sent, "Bounce", bounceType="Transient"),
        ses_event(sent, "DeliveryDelay"),
    ):
        assert tell(browser, notification(sns, event)) == 204
    assert worked_on(post) == {"done": 4}
    assert send_of(post, sent)["status"] == "delivered", "who clicked has got it; whether it was a person shows later"
    judged(post)
    assert send_of(post, sent)["status"] == "clicked"


def test_c35_a_foreign_certificate_is_refused_and_not_fetched(browser, post, sns):
    with http_stub() as forger:
        key = rsa.generate_private_key(65537, 2048)
        forger.always(200, certificate(key).public_bytes(serialization.Encoding.PEM))
        told = notification((forger, key), ses_event("x", "Complaint"))
        assert tell(browser, told) == 403
        assert (forger.asked, sns[0].asked, stored(post)) == ([], [], [])


def test_c35_a_certificate_that_has_run_out_is_refused_and_asked_for_anew(browser, post, sns, sent, monkeypatch):
    signatures = post.package("server_emails.sns_signatures")
    monkeypatch.setattr(signatures, "_certificates", {})
    told = notification(sns, ses_event(sent, "Delivery"))
    monkeypatch.setattr(signatures, "utc_now", lambda: datetime.now(UTC) + timedelta(days=20 * 365))
    assert tell(browser, told) == 403
    monkeypatch.setattr(signatures, "utc_now", lambda: datetime.now(UTC))
    assert tell(browser, told) == 204
    assert len(sns[0].asked) == 2


def test_c35_a_certificate_of_another_kind_and_a_page_that_is_none_are_refused(
    browser, post, sns, instance, monkeypatch
):
    monkeypatch.setattr(post.package("server_emails.sns_signatures"), "_certificates", {})
    told = notification(sns, ses_event("x", "Delivery"))
    assert tell(browser, {**told, "SigningCertURL": f"{sns[0].url}/login"}) == 403
    assert sns[0].asked == []
    with http_stub() as other:
        other.always(200, certificate(ec.generate_private_key(ec.SECP256R1())).public_bytes(serialization.Encoding.PEM))
        monkeypatch.setitem(instance.secrets._values, "sns_url", other.url)
        assert tell(browser, {**told, "SigningCertURL": f"{other.url}/sns.pem"}) == 403
    assert stored(post) == []


def test_c35_without_an_address_of_its_own_sns_is_amazons(post, instance, monkeypatch):
    monkeypatch.setitem(instance.secrets._values, "sns_url", "")
    check = post.package("server_emails.sns_signatures").check_address
    forbidden = post.package("server_shared.errors").Forbidden
    post.run(lambda: check("https://sns.eu-west-1.amazonaws.com/cert.pem", TOPIC))
    for url in (
        "http://sns.eu-west-1.amazonaws.com/cert.pem",
        "https://sns.us-east-1.amazonaws.com/cert.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.test/cert.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.test/cert.pem",
        "https://evil.test/sns.eu-west-1.amazonaws.com/cert.pem",
    ):
        with pytest.raises(forbidden):
            post.run(lambda url=url: check(url, TOPIC))


@pytest.mark.parametrize(
    "change",
    [
        {"Message": "{}"},
        {"TopicArn": "arn:aws:sns:eu-west-1:000000000000:other"},
        {"Signature": "AAAA"},
        {"Signature": "not base64"},
        {"SignatureVersion": "3"},
        {"Type": "Other"},
        {"SigningCertURL": "https://["},
    ],
)
def test_c35_what_was_changed_on_the_way_is_refused(browser, post, sns, change):
    told = {**notification(sns, ses_event("x", "Complaint")), **change}
    assert tell(browser, told) in (400, 403)
    assert stored(post) == []


def test_c35_only_the_own_topic_is_confirmed_and_only_with_sns(browser, post, sns, instance):
    from .conftest import wait_for_the_queue

    stub, _ = sns
    question = {"Type": "SubscriptionConfirmation", "Token": "t"}
    assert tell(browser, notification(sns, {}, **question, SubscribeURL="http://127.0.0.1:9/sns?Token=t")) == 403
    assert tell(browser, notification(sns, {}, **question, SubscribeURL=f"{stub.url}/sns?Token=t")) == 204
    wait_for_the_queue(instance)
    assert [asked.path for asked in stub.asked if "pem" not in asked.path] == ["/sns?Token=t"]
    assert stored(post) == []


def came_back(send_key: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A delivery status notification, as mail servers write it."""
    head = f"From: MAILER-DAEMON@example.com\nSubject: Undelivered\nDate: {format_datetime(NOW)}\n"
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    words = "Content-Type: text/plain\n\nIt did not get there.\n"
    facts = f"Final-Recipient: rfc822; ann@example.com\nAction: {action}\nStatus: {status}\n"
    said = f"Diagnostic-Code: smtp; {status} said the server\n"
    state = f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; example.com\n\n{facts}{said}"
    original = f"Content-Type: text/rfc822-headers\n\nSubject: Spring\nMessage-ID: <{send_key}@kestrel.test>\n"
    return f"{head}{kind}--b\n{words}\n--b\n{state}\n--b\n{original}\n--b--\n".encode()


@pytest.mark.parametrize(
    ("action", "status", "becomes"),
    [
        ("failed", "5.1.1", "bounced"),
        ("failed", "5.2.2", "pending"),
        ("failed", "4.2.2", "pending"),
        ("failed", "5.7.1", "pending"),
        ("delayed", "4.4.1", "sent"),
        ("delivered", "2.0.0", "delivered"),
    ],
)
def test_c13_mails_that_came_back_count(browser, post, sent, action, status, becomes):
    headers = {"Authorization": "Bearer mail-host-says", "Content-Type": "message/rfc822"}
    mail = came_back(sent, action, status)
    for _ in range(2):
        assert browser.post("/_/api/webhooks/smtp-bounce", content=mail, headers=headers).status_code == 204
    assert worked_on(post) == {"done": 1}
    assert send_of(post, sent)["status"] == becomes


def test_a_mail_that_came_back_is_only_taken_from_the_mail_host(browser, post, sent):
    assert browser.post("/_/api/webhooks/smtp-bounce", content=came_back(sent)).status_code == 401
    assert stored(post) == []


def test_c13_a_complaint_that_the_mail_host_forwards_suppresses(browser, post, owner, sent):
    mail = came_back(sent).replace(b"message/delivery-status", b"message/feedback-report")
    browser.post("/_/api/webhooks/smtp-bounce", content=mail, headers={"Authorization": "Bearer mail-host-says"})
    assert worked_on(post) == {"done": 1}
    assert suppressed(owner) == ["complained"]
