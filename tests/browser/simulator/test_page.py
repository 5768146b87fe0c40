"""The simulator's page in a browser: what comes in is seen at once, and a link in a mail is really followed."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.simulator_process import SimulatorProcess, simulator


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorProcess]:
    with simulator(tmp_path_factory.mktemp("outside")) as running:
        yield running


def send(outside: SimulatorProcess, subject: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "shop@example.com", "ann@example.com", subject
    mail.set_content("Good day")
    mail.add_alternative(f"<script>document.title = 'mine'</script><a href='{outside.url}/faults'>Look</a>", "html")
    with smtplib.SMTP("127.0.0.1", outside.smtp_port) as smtp:
        smtp.send_message(mail)


def test_a_mail_comes_in_while_one_looks_and_its_link_is_followed(
    visit: Callable[[str], Page], outside: SimulatorProcess, said: list[str]
) -> None:
    page = visit(outside.url)
    expect(page.get_by_text("No message yet")).to_be_visible()
    send(outside, "Spring")
    page.get_by_role("link", name="Spring").click()
    frame = page.frame_locator("iframe")
    with page.expect_popup() as popup:
        frame.get_by_role("link", name="Look").click()
    expect(popup.value.get_by_role("heading", name="What goes wrong")).to_be_visible()
    popup.value.close()
    page.reload()
    expect(page.locator(".events")).to_contain_text("Clicked")
    assert page.title() == "Spring · Simulator"
    assert all("sandboxed" in line for line in said)
    said.clear()


def test_a_phone_is_wide_enough(visit: Callable[[str], Page], outside: SimulatorProcess, said: list[str]) -> None:
    send(outside, "A subject of many words, which are more than a telephone is wide, and then some")
    outside.tell("inbound", {"from": "+27821234567", "text": "https://mybizz.test/" + "long" * 30})
    page = visit(outside.url)
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/", "/messages/1", "/talks/sms/+27821234567", "/faults"):
        page.goto(outside.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    assert all("sandboxed" in line for line in said)
    said.clear()
