"""A server of tests/apps/office with a real mail server beside it, and the browsers that visit it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.server_process import ROOT, ServerProcess, free_port

from .conftest import BrowserSession

APP = ROOT / "tests" / "apps" / "office"
PASSWORD = "right horse"
SECRET = "s3cret-of-the-office"
KEY = "AAECAwQFBgcICQoLDA0ODw=="
FLAGS = (
    *("--secret", f"TOKEN={SECRET}", "--encryption-key", f"BOX={KEY}"),
    *("--body-limit", "1", "--call-timeout", "10", "--proxy", "127.0.0.2"),
)
_numbers = itertools.count(1)


class Mailbox(list[EmailMessage]):
    """The mails that a real SMTP server took."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        mail["X-Envelope"] = f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)}"
        self.append(mail)
        return "250 OK"


class Visitor(BrowserSession):
    """A browser that visits the office."""

    def sign_up(self) -> str:
        """A fresh account, which is signed in; its address."""
        address = f"person{next(_numbers)}@office.test"
        self.call("users", "signup_with_email", address, PASSWORD)
        return address

    def user(self) -> Any:
        return self.call("users", "get_user")


@pytest.fixture(scope="session")
def post_office() -> Iterator[tuple[int, Mailbox]]:
    mailbox, port = Mailbox(), free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield port, mailbox
    controller.stop()


@pytest.fixture
def mailbox(post_office: tuple[int, Mailbox]) -> Mailbox:
    post_office[1].clear()
    return post_office[1]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, post_office: tuple[int, Mailbox]) -> Iterator[ServerProcess]:
    mail = ("--smtp-host", "127.0.0.1", "--smtp-port", str(post_office[0]))
    running = ServerProcess(tmp_path_factory.mktemp("office") / "data", "--auto-migrate", *FLAGS, *mail, app=APP)
    yield running
    running.stop()


@pytest.fixture
def visitor(office: ServerProcess) -> Iterator[Visitor]:
    browser = Visitor(office.url)
    yield browser
    browser.http.close()


@pytest.fixture
def stranger(office: ServerProcess) -> Iterator[Visitor]:
    """Another browser."""
    browser = Visitor(office.url)
    yield browser
    browser.http.close()
