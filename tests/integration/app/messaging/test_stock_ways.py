"""What the stock server does otherwise than this one, played to the app where it matters to mail and reports."""

from __future__ import annotations

import anvil.email
import anvil.server
import pytest
from anvil.tables import app_tables

pytestmark = pytest.mark.usefixtures("empty")

MESSAGE_BYTES = 16 * 2**20
BYTES_OF_A_LETTER = 6


def test_without_a_mail_server_a_mail_is_refused_in_words_and_logged(post, monkeypatch):
    def refuse(**_letter: object) -> None:
        raise anvil.server.AnvilWrappedError({"message": "No SMTP server has been configured"})

    monkeypatch.setattr(anvil.email, "send", refuse)
    send_mail = post.package("server_emails.mail_service").send_mail

    def told() -> str:
        with pytest.raises(Exception, match="No SMTP server") as refused:
            send_mail("ann@kestrel.test", "test_mail", "A test", text="Hello")
        [line] = app_tables.email_log.search(recipient="ann@kestrel.test")
        return f"{type(refused.value).__name__} {line['status']}"

    assert post.run(told) == "Invalid failed"


def test_the_largest_reports_that_are_read_at_once_fit_a_message(post):
    reports = post.module("webhook_service")
    assert reports.PAGE * reports.MAX_BODY * BYTES_OF_A_LETTER < MESSAGE_BYTES
