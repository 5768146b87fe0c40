"""A mail server that refuses, goes away, wants encryption or a password: what becomes of the message."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.server_process import free_port

from .conftest import Post, person

pytestmark = pytest.mark.usefixtures("empty", "awake")


def outcome(post: Post) -> tuple[str, str, str]:
    """Status, reason and error of the one message there is."""
    with post.instance.database.connection() as connection:
        status, reason, error = connection.execute("SELECT status, reason, error FROM data.sends").fetchone()
    return status, reason or "", error or ""


@pytest.mark.parametrize(
    ("to_address", "to_mail", "becomes"),
    [
        ("553 5.1.3 Not allowed", None, ("bounced", "hard_bounce")),
        ("554 5.7.1 Go away", None, ("failed", "refused")),
        (None, "554 5.7.1 Looks like spam", ("failed", "refused")),
        (None, "451 4.7.1 Greylisted", ("pending", "deferred")),
        (None, "421 4.3.2 Closing down", ("pending", "provider")),
    ],
)
def test_c13_what_a_mail_server_answers_decides_what_becomes_of_the_message(
    owner, post, inbox, to_address, to_mail, becomes
):
    person(owner, "Ann")
    if to_address:
        inbox.answers["ann@example.com"] = to_address
    inbox.after_data = (lambda: to_mail) if to_mail else None
    post.plan()
    post.drain()
    status, reason, error = outcome(post)
    assert (status, reason) == becomes
    assert error.startswith((to_address or to_mail)[:9])


@pytest.fixture
def verified(instance) -> Iterator[None]:
    """The domain of the business may send."""
    known = {"domain": "kestrel.test", "provider": "smtp", "is_verified": True, "records": []}
    known["checked_at"] = datetime.now(UTC).isoformat()
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET sender_check = %s", [json.dumps(known)])
        yield
        connection.execute("UPDATE data.config SET sender_check = NULL")


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("smtp://127.0.0.1:{port}", "refused"),
        ("127.0.0.1:25", "smtp_url"),
        ("smtp://127.0.0.1:many", "smtp_url"),
        ("https://127.0.0.1:{port}", "smtp_url"),
    ],
)
def test_c21_without_a_mail_server_everything_waits_and_the_reason_is_kept(
    owner, post, instance, monkeypatch, verified, address, error
):
    monkeypatch.setitem(instance.secrets._values, "smtp_url", address.format(port=free_port()))
    person(owner, "Ann")
    post.plan()
    post.drain()
    assert outcome(post)[:2] == ("pending", "provider")
    assert error in outcome(post)[2]
    assert post.drain() == {}, "the stream rests"


class Line:
    """A connection to a mail server that only says what was asked of it."""

    def __init__(self, host: str, port: int, **_: Any) -> None:
        self.said: list[Any] = [(host, port)]

    def ehlo(self) -> None:
        self.said.append("ehlo")

    def has_extn(self, name: str) -> bool:
        return not isinstance(self, Encrypted)

    def starttls(self, context: Any) -> None:
        assert context.check_hostname
        self.said.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.said.append((user, password))


class Encrypted(Line):
    """One that is encrypted from its first byte."""


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", [("smtp.zoho.com", 465), "ehlo", ("me@kestrel.test", "secret")]),
        ("smtps://mail.kestrel.test", [("mail.kestrel.test", 465), "ehlo", ("me@kestrel.test", "secret")]),
        (
            "smtp://mail.kestrel.test",
            [("mail.kestrel.test", 587), "ehlo", "starttls", "ehlo", ("me@kestrel.test", "secret")],
        ),
        ("smtps://mail.kestrel.test:2465", [("mail.kestrel.test", 2465), "ehlo", ("me@kestrel.test", "secret")]),
    ],
)
def test_a_password_is_told_to_nobody_before_the_line_is_encrypted(post, instance, monkeypatch, address, said):
    secrets = {"smtp_url": address, "zoho_email_username": "me@kestrel.test", "zoho_email_password": "secret"}
    for name, value in secrets.items():
        monkeypatch.setitem(instance.secrets._values, name, value)
    monkeypatch.setattr(smtplib, "SMTP", Line)
    monkeypatch.setattr(smtplib, "SMTP_SSL", Encrypted)
    connect = post.package("server_emails.zoho_integration")._connect
    assert post.run(connect).said == said


@pytest.mark.parametrize("provider", ["smtp", "ses"])
def test_c19_a_subject_that_would_break_out_of_its_line_fails_alone_and_nothing_is_sent(
    post, inbox, instance, monkeypatch, provider
):
    for name, value in {"ses_access_key_id": "AKIA", "ses_secret_access_key": "hidden"}.items():
        monkeypatch.setitem(instance.secrets._values, name, value)
    drivers = post.module("driver_service")
    message = drivers.Message(
        send_key="a" * 32,
        channel="email",
        to="ann@example.com",
        sender="Kestrel <hello@kestrel.test>",
        subject="Hello\r\nBcc: everybody@example.com",
        html="",
        text="Hello",
    )
    [told] = post.run(lambda: drivers.make_driver(provider).deliver([message]))
    assert (told.status, told.reason) == ("failed", "content")
    assert inbox.mails == []


@pytest.mark.parametrize("provider", ["smtp", "ses"])
def test_c20_who_keeps_no_log_knows_nothing_of_a_message_in_doubt(post, inbox, instance, monkeypatch, provider):
    for name, value in {"ses_access_key_id": "AKIA", "ses_secret_access_key": "hidden"}.items():
        monkeypatch.setitem(instance.secrets._values, name, value)
    make = post.module("driver_service").make_driver
    assert post.run(lambda: make(provider).find("a" * 32, "ann@example.com")) is None
