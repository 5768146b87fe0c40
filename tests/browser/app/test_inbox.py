"""Somebody writes on WhatsApp, is answered from the inbox, and reads it: with the simulated Twilio and its worker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.server_process import ROOT, SERVER_KEY, ServerProcess
from tests.simulator_process import SimulatorProcess, simulator

from .conftest import PHONE, OpenPage, ServeBusiness, sign_in

LERATO = "+27725550101"
SECRETS = ("twilio_auth_token", "twilio_account_sid")


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[SimulatorProcess]:
    with simulator(tmp_path_factory.mktemp("outside"), f"http://127.0.0.1:{port}") as running:
        yield running


@pytest.fixture(scope="module")
def business(serve_business: ServeBusiness, outside: SimulatorProcess) -> Iterator[ServerProcess]:
    """The demo business with the simulated Twilio, and the worker that sends through it."""
    flags = [text for name in SECRETS for text in ("--secret", f"{name}={outside.secrets[name]}")]
    server = serve_business(*flags)
    told = {
        "TWILIO_ACCOUNT_SID": "twilio_account_sid",
        "TWILIO_AUTH_TOKEN": "twilio_auth_token",
        "TWILIO_URL": "twilio_url",
    }
    environment = {
        **os.environ,
        "MYBIZZ_UPLINK_KEY": SERVER_KEY,
        **{name: outside.secrets[told[name]] for name in told},
    }
    command = [sys.executable, "-m", "uplink.twilio_worker", "--url", f"ws://127.0.0.1:{server.port}/_/uplink"]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    yield server
    worker.terminate()
    worker.wait(30)
    server.stop()


def open_inbox(page: Page, business: ServerProcess) -> None:
    sign_in(page)
    page.goto(f"{business.url}/#?page=inbox")
    expect(page.get_by_text("3 unread · 3 open")).to_be_visible()


def test_who_writes_on_whatsapp_is_answered_by_keys_and_a_quick_reply_and_gets_it(
    open_page: OpenPage, business: ServerProcess, outside: SimulatorProcess
) -> None:
    page = open_page()
    open_inbox(page, business)
    outside.tell("inbound", {"from": LERATO, "channel": "whatsapp", "text": "Is there parking?"})
    line = page.locator(".conversation-row", has_text="Is there parking?")
    expect(line).to_be_visible()
    page.keyboard.press("j")
    thread = page.get_by_role("log")
    expect(thread.get_by_text("Is there parking?")).to_be_visible()
    expect(page.get_by_text(re.compile("23 h .* left to answer freely"))).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type("/dir")
    expect(page.get_by_role("button", name="Directions")).to_be_visible()
    page.keyboard.press("Enter")
    box = page.get_by_label("Your answer")
    expect(box).to_have_value(re.compile("room for your car"))
    page.keyboard.press("Control+Enter")
    answer = thread.locator(".message-out", has_text="room for your car")
    expect(answer.get_by_text(re.compile("Delivered|Read"))).to_be_visible()
    expect(box).to_have_value("")
    [message] = outside.messages(service="twilio", direction="sent")
    assert "room for your car" in outside.content(message["number"])["text"]


def test_closing_is_undone_a_template_answers_after_a_day_and_a_phone_shows_one_pane(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page(PHONE)
    sign_in(page)
    page.goto(f"{business.url}/#?page=inbox")
    row = page.get_by_role("link", name=re.compile("Sipho Ndlovu"))
    row.click()
    expect(page.get_by_text("WhatsApp now takes only an approved template")).to_be_visible()
    expect(page.get_by_label("Search")).to_be_hidden()
    # As high as the screen, whatever its length: the newest message and the answer are in sight.
    assert page.locator(".thread").bounding_box()["height"] == PHONE["height"] - 96
    page.get_by_role("button", name="Close", exact=True).first.click()
    expect(page.get_by_text("Closed: Sipho Ndlovu")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Closed: Sipho Ndlovu")).to_be_hidden()
    page.get_by_role("button", name="Back to the list").click()
    expect(row).to_be_visible()
