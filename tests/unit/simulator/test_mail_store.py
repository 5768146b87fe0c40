"""What the mail catcher keeps and how its page shows it."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from simulator.mail import store as store_module
from simulator.mail.page import make_page
from simulator.mail.store import MailStore


def mail(subject: str, html: str | None = None) -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["To"] = "nomsa@example.com"
    message.set_content("Good day, follow https://mybizz.test/reset?token=1 to go on.")
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


@pytest.fixture
def store(tmp_path: Path) -> MailStore:
    return MailStore(tmp_path / "mail")


@pytest.fixture
def page(store: MailStore) -> TestClient:
    return TestClient(make_page(store), base_url="http://127.0.0.1:3031")


def test_the_newest_mail_comes_first(store: MailStore) -> None:
    for subject in ("first", "second", "third"):
        store.add(mail(subject), "shop@example.com", ["nomsa@example.com"])
    assert [caught.subject for caught in store.newest_first()] == ["third", "second", "first"]


def test_a_blind_copy_is_seen_in_the_recipients(store: MailStore) -> None:
    number = store.add(mail("hello"), "shop@example.com", ["nomsa@example.com", "hidden@example.com"])
    assert store.get(number).recipients == "nomsa@example.com, hidden@example.com"


def test_an_envelope_cannot_add_headers(store: MailStore) -> None:
    number = store.add(mail("hello"), "a@example.com\r\nX-Forged: yes", ["b@example.com"])
    assert store.get(number).message["X-Forged"] is None


def test_old_mails_go_when_there_are_too_many(store: MailStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "KEPT_MAILS", 2)
    for subject in ("first", "second", "third"):
        store.add(mail(subject), "", [])
    assert [caught.subject for caught in store.newest_first()] == ["third", "second"]


def test_the_list_escapes_what_a_mail_says(store: MailStore, page: TestClient) -> None:
    store.add(mail("<script>alert(1)</script>"), "", ["nomsa@example.com"])
    assert "<script>" not in page.get("/").text
    assert "&lt;script&gt;" in page.get("/").text


def test_a_mail_is_shown_with_text_links_and_headers(store: MailStore, page: TestClient) -> None:
    number = store.add(mail("Your new password", "<p>Good day</p>"), "", ["nomsa@example.com"])
    text = page.get(f"/mails/{number}").text
    assert 'href="https://mybizz.test/reset?token=1"' in text
    assert "Your new password" in text
    assert f"/mails/{number}/html" in text


def test_the_html_of_a_mail_may_not_run_scripts(store: MailStore, page: TestClient) -> None:
    number = store.add(mail("x", "<script>alert(1)</script>"), "", [])
    policy = page.get(f"/mails/{number}/html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


def test_a_mail_that_is_not_there_is_not_found(page: TestClient) -> None:
    assert page.get("/mails/7").status_code == 404


def test_a_foreign_host_name_is_refused(store: MailStore) -> None:
    foreign = TestClient(make_page(store), base_url="http://evil.example")
    assert foreign.get("/mails.json").status_code == 400
