"""Mails that came back, and how long a busy service wants to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from server_code.server_emails import bounce_reports
from server_code.server_emails.http_waiting import seconds_to_wait
from server_code.server_shared.errors import Invalid

KEY = "a" * 32


def mail(facts: str = "Action: failed\nStatus: 5.1.1\n", original: str = "text/rfc822-headers", date: str = "") -> str:
    return (
        f"From: MAILER-DAEMON@example.com\nDate: {date or 'Sat, 21 Nov 2026 09:00:00 +0000'}\n"
        'Content-Type: multipart/report; boundary="b"\n\n'
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.com\n\n{facts}\n"
        f"--b\nContent-Type: {original}\n\nMessage-ID: <{KEY}@kestrel.test>\n\n--b--\n"
    )


@pytest.mark.parametrize("original", ["text/rfc822-headers", "message/rfc822"])
def test_c13_the_message_is_found_by_its_own_id(original):
    report = bounce_reports.read(mail(original=original))
    assert report == bounce_reports.Report(KEY, "bounced", datetime(2026, 11, 21, 9, tzinfo=UTC), "5.1.1")


def test_a_report_without_a_readable_date_is_of_now():
    moment = bounce_reports.read(mail(date="yesterday")).occurred_at
    assert datetime.now(UTC) - moment < timedelta(minutes=1)


@pytest.mark.parametrize(
    "text",
    [
        "Subject: Out of office\n\nBack on Monday.\n",
        mail(original="text/plain"),
        mail("Final-Recipient: rfc822; a@example.com\n"),
        mail().replace("message/delivery-status", "text/plain"),
    ],
)
def test_other_mails_are_no_reports(text):
    with pytest.raises(Invalid):
        bounce_reports.read(text)


@pytest.mark.parametrize(
    ("said", "seconds"), [("40", 40), ("0", 1), ("999999", 3600), ("soon", 30), ("", 30), ("nan", 30), ("inf", 3600)]
)
def test_c21_a_pause_is_as_long_as_is_asked_for_within_reason(said, seconds):
    assert seconds_to_wait({"Retry-After": said}, 30) == seconds


def test_c21_a_pause_may_end_at_a_date():
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < seconds_to_wait({"Retry-After": until}, 30) <= 90
