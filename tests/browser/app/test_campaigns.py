"""A campaign from its first word to the mail in somebody's box."""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from playwright.sync_api import expect

from tests.server_process import ServerProcess, free_port
from tests.visitor import Visitor

from .conftest import PASSWORD, PHONE, OpenPage, ServeBusiness, sign_in

DAY_AND_NIGHT = {day.lower(): [["00:00", "23:59"]] for day in calendar.day_name}


class Box(Message):
    """An SMTP server's handler that keeps what it takes."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[object] = []

    def handle_message(self, message: object) -> None:
        self.mails.append(message)


@pytest.fixture(scope="module")
def box() -> Iterator[tuple[Box, int]]:
    box, port = Box(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture(scope="module")
def business(serve_business: ServeBusiness, box: tuple[Box, int]) -> Iterator[ServerProcess]:
    """The demo business, with a mail server of its own, that may write day and night."""
    key = "encryption_key=" + "b" * 43 + "="
    server = serve_business("--secret", f"smtp_url=smtp://127.0.0.1:{box[1]}", "--secret", key)
    with Visitor(server.url) as owner:
        owner.sign_in("owner@demo.test", PASSWORD)
        owner.must("save_messaging_settings", {"hours": DAY_AND_NIGHT, "emails_per_hour": 900_000})
    yield server
    server.stop()


def test_a_campaign_is_written_seen_sent_and_counted(
    open_page: OpenPage, business: ServerProcess, box: tuple[Box, int]
) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=campaigns")
    page.get_by_role("button", name="New campaign").click()
    page.get_by_role("menuitem", name="E-mail").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Please give the campaign a name.")).to_be_visible()
    page.get_by_label("Name, for yourselves").fill("Spring in the garden")
    page.get_by_role("combobox", name="What people agreed to").click()
    page.get_by_role("option", name="Newsletter").click()
    page.get_by_role("button", name="Content").click()
    page.get_by_role("textbox", name="Subject", exact=True).fill("{{first_name|Hello}}, spring is here")
    page.get_by_role("textbox", name="Heading").fill("Roses")
    page.get_by_role("button", name="Add a part").click()
    page.get_by_role("menuitem", name="Product").click()
    page.get_by_label("Price").fill("R 80, {{first_name|friend}}")
    page.get_by_role("button", name="Actions").last.click()
    page.get_by_role("menuitem", name="Remove").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Rose soap")
    page.get_by_role("textbox", name="Text", exact=True).fill("Dear {{first_name|friend}}, **they** are out.")
    expect(page.get_by_text("Thandi, spring is here")).to_be_visible()
    expect(page.frame_locator("iframe[title='The mail']").get_by_text("Dear Thandi, they are out.")).to_be_visible()
    page.get_by_role("button", name="Targeting").click()
    page.get_by_role("combobox", name="Who gets it").click()
    page.get_by_role("option", name="Everybody").click()
    expect(page.get_by_text("Never agreed to this")).to_be_visible()
    page.get_by_role("button", name="Schedule").first.click()
    expect(page.get_by_text("Everything is ready.")).to_be_visible()
    page.get_by_role("button", name="Send to").click()
    page.get_by_role("dialog").get_by_role("button", name="Send to").click()
    expect(page.get_by_role("heading", name="Spring in the garden")).to_be_visible()
    expect(page.get_by_text(re.compile("^(Sending|Sent)$")).first).to_be_visible()
    subjects = [str(mail["Subject"]) for mail in wait_for_mails(box[0])]
    assert all(subject.endswith(", spring is here") for subject in subjects)
    expect(page.get_by_text("What it brought")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("messages went, by the hour").or_(page.get_by_text("Nobody opened it yet"))).to_be_visible()


def wait_for_mails(box: Box, seconds: float = 60) -> list[object]:

    end = time.monotonic() + seconds
    while not box.mails and time.monotonic() < end:
        time.sleep(0.1)
    assert box.mails
    return box.mails


def test_the_editor_fits_a_phone(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page(PHONE)
    sign_in(page)
    for tab in ("basics", "content", "targeting"):
        page.goto(f"{business.url}/#?page=campaign-edit&tab={tab}")
        expect(page.get_by_role("button", name="Save")).to_be_visible()
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
