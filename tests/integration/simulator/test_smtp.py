"""The SMTP server as mail programs meet it: ``smtplib``."""

from __future__ import annotations

import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any

import httpx
import pytest

from tests.simulator_process import SimulatorProcess

from .conftest import Called


def send(outside: SimulatorProcess, *to: str, **more: Any) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "shop@example.com", "李@example.com", "你好 — مرحبا"
    mail["Message-ID"] = "<0123456789abcdef0123456789abcdef@example.com>"
    mail.set_content("text")
    mail.add_alternative("<b>html</b>", subtype="html")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="invoice.pdf")
    with smtplib.SMTP("127.0.0.1", outside.smtp_port) as smtp:
        smtp.send_message(mail, to_addrs=list(to) or ["li@example.com"])


def test_a_mail_with_html_attachment_and_any_script_arrives_whole(outside: SimulatorProcess) -> None:
    send(outside)
    (caught,) = httpx.get(f"{outside.url}/mails.json").json()
    assert (caught["to"], caught["subject"]) == ("li@example.com", "你好 — مرحبا")
    assert (caught["text"].strip(), caught["html"].strip()) == ("text", "<b>html</b>")
    assert caught["attachments"] == ["invoice.pdf"]


def test_a_blind_copy_is_a_message_of_its_own(outside: SimulatorProcess) -> None:
    send(outside, "ann@example.com", "hidden@example.com")
    assert [message["to"] for message in outside.messages()] == ["ann@example.com", "hidden@example.com"]


@pytest.mark.parametrize(
    ("switches", "to", "code"),
    [
        ({}, "ann+refused@example.com", 550),
        ({}, "ann+later@example.com", 450),
        ({"refused": 100}, "ann@example.com", 550),
        ({"broken": 100}, "ann@example.com", 451),
        ({"too_many": 100}, "ann@example.com", 421),
    ],
)
def test_a_receiver_or_a_sender_may_be_refused(
    outside: SimulatorProcess, switches: dict[str, int], to: str, code: int
) -> None:
    outside.switch("smtp", **switches)
    with pytest.raises(smtplib.SMTPException) as refusal:
        send(outside, to)
    error = refusal.value
    given = next(iter(error.recipients.values()))[0] if isinstance(error, smtplib.SMTPRecipientsRefused) else None
    assert (given or getattr(error, "smtp_code", None)) == code
    assert outside.counts()["total"] == 0


def test_who_was_put_off_is_taken_at_the_second_try(outside: SimulatorProcess) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(outside, "bob+later@example.com")
    send(outside, "bob+later@example.com")
    assert outside.counts()["total"] == 1


def test_a_server_that_is_down_hangs_up(outside: SimulatorProcess) -> None:
    outside.switch("smtp", down=True)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(outside)


def test_a_line_may_be_cut_after_the_mail_was_taken(outside: SimulatorProcess) -> None:
    outside.switch("smtp", cut_off=100)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(outside)
    assert outside.counts()["total"] == 1


def test_a_mail_that_cannot_be_delivered_comes_back(outside: SimulatorProcess, called: Called) -> None:
    send(outside, "ann+bounce@example.com")
    outside.wait_until_quiet()
    ((_, headers, body),) = called.posts
    assert headers["Authorization"] == f"Bearer {outside.secrets['bounce_webhook_token']}"
    report = message_from_bytes(body)
    assert (report.get_content_type(), report.get_param("report-type")) == ("multipart/report", "delivery-status")
    _, facts, head = report.get_payload()
    assert facts.get_payload()[1]["Status"] == "5.1.1"
    assert "0123456789abcdef0123456789abcdef@example.com" in head.get_payload()


def test_a_complaint_is_a_feedback_report(outside: SimulatorProcess, called: Called) -> None:
    send(outside, "ann+complaint@example.com")
    outside.wait_until_quiet()
    ((_, _, body),) = called.posts
    _, facts, _ = message_from_bytes(body).get_payload()
    assert facts.get_content_type() == "message/feedback-report"
    assert facts.get_payload()[0]["Original-Rcpt-To"] == "ann+complaint@example.com"
