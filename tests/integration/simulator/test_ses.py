"""Amazon SES and SNS as their clients meet them: the genuine ``boto3``."""

from __future__ import annotations

import base64
import json
from email.message import EmailMessage
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tests.simulator_process import SimulatorProcess

from .conftest import Called

WEBHOOKS = "/_/api/webhooks/ses"
SIMPLE = {"Subject": {"Data": "Spring"}, "Body": {"Html": {"Data": "<p>Good day</p>"}, "Text": {"Data": "Good day"}}}


def client(outside: SimulatorProcess, **other: str) -> Any:
    keys = outside.secrets
    return boto3.client(
        "sesv2",
        endpoint_url=keys["ses_url"],
        region_name=keys["ses_region"],
        aws_access_key_id=other.get("key_id", keys["ses_access_key_id"]),
        aws_secret_access_key=other.get("secret", keys["ses_secret_access_key"]),
        config=Config(retries={"total_max_attempts": 1}, proxies={}),
    )


def send(ses: Any, to: str = "ann@example.com", content: dict[str, Any] | None = None) -> str:
    answer = ses.send_email(
        FromEmailAddress="Shop <shop@example.com>",
        Destination={"ToAddresses": [to]},
        Content=content or {"Simple": SIMPLE},
        EmailTags=[{"Name": "send", "Value": "key-1"}],
    )
    return str(answer["MessageId"])


def posts(called: Called) -> list[dict[str, Any]]:
    return [json.loads(body) for body in called.bodies(WEBHOOKS)]


def is_signed(post: dict[str, Any]) -> bool:
    """By the rules of SNS, with the certificate that the post names."""
    own = ["Timestamp"] if post["Type"] == "Notification" else ["SubscribeURL", "Timestamp", "Token"]
    names = ["Message", "MessageId", *own, "TopicArn", "Type"]
    text = "".join(f"{name}\n{post[name]}\n" for name in names)
    key = x509.load_pem_x509_certificate(requests.get(post["SigningCertURL"], timeout=5).content).public_key()
    assert isinstance(key, RSAPublicKey)
    digest = {"1": hashes.SHA1, "2": hashes.SHA256}[post["SignatureVersion"]]()
    try:
        key.verify(base64.b64decode(post["Signature"]), text.encode(), padding.PKCS1v15(), digest)
    except InvalidSignature:
        return False
    return True


def test_events_wait_for_the_subscription_and_are_signed(outside: SimulatorProcess, called: Called) -> None:
    message_id = send(client(outside))
    outside.wait_until_quiet()
    (question,) = posts(called)
    assert question["Type"] == "SubscriptionConfirmation"
    assert is_signed(question)
    assert requests.get(question["SubscribeURL"].replace("Token=", "Token=x"), timeout=5).status_code == 400
    assert requests.get(question["SubscribeURL"], timeout=5).status_code == 200
    outside.wait_until_quiet()
    events = [json.loads(post["Message"]) for post in posts(called)[1:]]
    assert sorted(event["eventType"] for event in events) == ["Delivery", "Send"]
    assert {event["mail"]["messageId"] for event in events} == {message_id}
    assert events[0]["mail"]["tags"]["send"] == ["key-1"]
    assert all(is_signed(post) for post in posts(called)[1:])


def test_a_bounce_says_who_and_why_in_either_version(outside: SimulatorProcess, called: Called) -> None:
    outside.put("sns", {"is_confirmed": True, "version": "2"})
    send(client(outside), "bounce@simulator.amazonses.com")
    send(client(outside), "ann+soft@example.com")
    outside.wait_until_quiet()
    outside.put("sns", {"version": "1"})
    assert all(is_signed(post) for post in posts(called))
    bounces = [json.loads(post["Message"])["bounce"] for post in posts(called) if '"bounce"' in post["Message"]]
    assert sorted(bounce["bounceType"] for bounce in bounces) == ["Permanent", "Transient"]
    assert {bounce["bouncedRecipients"][0]["status"] for bounce in bounces} == {"5.1.1", "4.2.2"}


def test_forged_posts_are_not_signed_by_the_topic(outside: SimulatorProcess, called: Called) -> None:
    outside.put("sns", {"is_confirmed": True})
    outside.switch("ses", forged=100)
    send(client(outside))
    outside.wait_until_quiet()
    ours = [post for post in posts(called) if post["SigningCertURL"].startswith(outside.url)]
    assert len(posts(called)) == 4
    assert sum(is_signed(post) for post in ours) == 2


def test_a_raw_mail_is_read(outside: SimulatorProcess) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "shop@example.com", "ann@example.com", "你好"
    mail.set_content("text")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="invoice.pdf")
    send(client(outside), content={"Raw": {"Data": mail.as_bytes()}})
    (message,) = outside.messages()
    content = outside.content(message["number"])
    assert (message["subject"], content["text"].strip(), content["attachments"]) == ("你好", "text", ["invoice.pdf"])


@pytest.mark.parametrize(
    ("other", "code"),
    [({"key_id": "AKIAFOREIGN"}, "UnrecognizedClientException"), ({"secret": "wrong"}, "InvalidSignatureException")],
)
def test_a_wrong_key_is_refused(outside: SimulatorProcess, other: dict[str, str], code: str) -> None:
    with pytest.raises(ClientError) as refusal:
        send(client(outside, **other))
    assert refusal.value.response["Error"]["Code"] == code
    assert outside.counts()["total"] == 0


def test_refusals_and_limits_have_their_documented_names(outside: SimulatorProcess) -> None:
    ses = client(outside)
    assert ses.get_account()["SendQuota"]["MaxSendRate"] == 14
    for switches, to, code in (
        ({}, "ann+refused@example.com", "MessageRejected"),
        ({}, "nobody", "BadRequestException"),
        ({"refused": 100}, "ann@example.com", "AccountSuspendedException"),
        ({"refused": 0, "too_many": 100}, "ann@example.com", "TooManyRequestsException"),
    ):
        outside.switch("ses", **switches)
        with pytest.raises(ClientError) as refusal:
            send(ses, to)
        assert refusal.value.response["Error"]["Code"] == code
