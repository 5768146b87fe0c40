"""How the page shows messages, and what it does not let them do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from simulator.app import make_app
from simulator.core.accounts import Accounts

URL = "http://127.0.0.1:3031"
HTML = '<p>Good day</p><a href="https://mybizz.test/a?b=1&amp;c=2">Look</a>'


@pytest.fixture
def page(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(make_app(tmp_path, Accounts(URL)), base_url=URL, follow_redirects=False) as client:
        yield client


def send(page: TestClient, subject: str = "Spring") -> int:
    mail = {"sender": {"email": "shop@example.com"}, "to": [{"email": "ann@example.com"}], "subject": subject}
    key = Accounts(URL)["brevo_api_key"]
    answer = page.post("/brevo/v3/smtp/email", json={**mail, "htmlContent": HTML}, headers={"api-key": key})
    assert answer.status_code == 201, answer.text
    return int(page.get("/api/messages").json()["messages"][-1]["number"])


def test_the_list_shows_the_newest_first_and_escapes_what_a_mail_says(page: TestClient) -> None:
    assert "No message yet" in page.get("/").text
    send(page, "First")
    send(page, "<script>alert(1)</script>")
    text = page.get("/").text
    assert "<script>alert" not in text
    assert text.index("&lt;script&gt;alert") < text.index("First")


def test_the_list_is_searched_and_paged(page: TestClient) -> None:
    for number in range(51):
        send(page, f"Mail {number}.")
    assert "Mail 0." not in page.get("/").text
    assert "Mail 0." in page.get("/?before=2").text
    assert "Mail 0." in page.get("/?search=mail+0.").text
    assert "No message fits" in page.get("/?channel=sms").text


def test_a_mail_may_not_run_scripts_and_shows_pictures_only_when_opened(page: TestClient) -> None:
    number = send(page)
    policy = page.get(f"/messages/{number}/frame").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert not {"allow-scripts", "allow-same-origin", "https:"} & set(policy.split())
    page.post(f"/messages/{number}/act", data={"action": "open"})
    assert "https:" in page.get(f"/messages/{number}/frame").headers["Content-Security-Policy"]


def test_a_click_is_known_and_leads_on_to_links_of_the_mail_only(page: TestClient) -> None:
    number = send(page)
    link = "/messages/1/link?to=https%3A%2F%2Fmybizz.test%2Fa%3Fb%3D1%26c%3D2"
    assert f'href="{link}"' in page.get(f"/messages/{number}/frame").text
    assert page.get(link).headers["location"] == "https://mybizz.test/a?b=1&c=2"
    assert page.get("/messages/1/link?to=https://evil.test/").status_code == 404
    assert "click" in [event[0] for event in page.get("/api/messages/1").json()["events"]]


def test_only_the_page_itself_acts_for_receivers(page: TestClient) -> None:
    number = send(page)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert page.post(f"/messages/{number}/act", data={"action": "complain"}, headers=foreign).status_code == 403
    assert page.post("/api/clear", content="{}", headers={"Content-Type": "text/plain"}).status_code == 400
    assert page.get("/api/messages").json()["total"] == 1


def test_people_write_by_whatsapp_in_a_talk(page: TestClient) -> None:
    page.post("/talks/whatsapp/+27821234567", data={"text": "Are you open?"})
    text = page.get("/talks/whatsapp/+27821234567").text
    assert "Are you open?" in text
    assert "may write freely until" in text
    assert page.get("/messages/1").headers["location"] == "/talks/whatsapp/%2B27821234567"


def test_switches_are_set_on_the_page_and_bad_ones_are_named(page: TestClient) -> None:
    page.post("/faults", data={"service": "brevo", "lost": "10", "down": "on"})
    switches = page.get("/api/switches").json()["brevo"]
    assert (switches["lost"], switches["down"], switches["doubled"]) == (10, True, 0)
    said = page.post("/faults", data={"service": "brevo", "lost": "1000"}).headers["location"]
    assert "number+from+0+to+100" in said


def test_a_message_that_is_not_there_is_not_found(page: TestClient) -> None:
    assert page.get("/messages/7").status_code == 404
    assert page.get("/api/messages/7").status_code == 404


def test_a_foreign_host_name_is_refused(tmp_path: Path) -> None:
    with TestClient(make_app(tmp_path, Accounts(URL)), base_url="http://evil.example") as foreign:
        assert foreign.get("/mails.json").status_code == 400
