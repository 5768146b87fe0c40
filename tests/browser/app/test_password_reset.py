"""A forgotten password: the mail, its link, the new password, and signing in with it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, expect

from tests.server_process import ServerProcess, free_port

from .conftest import OpenPage, ServeBusiness

ASK = "manager@demo.test"
MAIL_SECONDS = 15


class Mailbox(list[str]):
    """The plain text of the mails that a real SMTP server took."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain",))
        assert body is not None
        self.append(body.get_content())
        return "250 OK"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Controller]:
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture(scope="module")
def business(serve_business: ServeBusiness, mail_server: Controller) -> Iterator[ServerProcess]:
    server = serve_business("--smtp-host", "127.0.0.1", "--smtp-port", str(mail_server.port))
    yield server
    server.stop()


def ask_for_the_mail(page: Page, email: str) -> None:
    page.get_by_text("Forgot password?").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("button", name="Send the link")).not_to_be_visible()


def the_link(mailbox: Mailbox) -> str:
    end = time.monotonic() + MAIL_SECONDS
    while not mailbox:
        assert time.monotonic() < end, "no mail came"
        time.sleep(0.05)
    found = re.search(r"http://\S+/_/reset_password/\S+", mailbox[-1])
    assert found, mailbox[-1]
    return found[0]


def test_a_forgotten_password_is_replaced_by_way_of_a_mail(open_page: OpenPage, mail_server: Controller) -> None:
    page = open_page()
    ask_for_the_mail(page, ASK)
    link = the_link(mail_server.handler)
    page.goto(link)
    page.get_by_label("New password").fill("a longer one")
    page.get_by_role("button", name="Set password").click()
    page.get_by_label("E-mail").fill(ASK)
    page.get_by_label("Password", exact=True).fill("a longer one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Recent activity")).to_be_visible()
