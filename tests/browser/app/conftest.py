"""The demo business, served for real, and a browser in front of it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

from app_server.embedded_postgres import EmbeddedServer
from tests.databases import copied_database, empty_database, postgres_server
from tests.server_process import ROOT, ServerProcess, free_port

from .mailbox import Mailbox

__all__ = ["postgres_server"]
PASSWORD = "demo-mybizz"
ENCRYPTION_KEY = "b" * 43 + "="
WIDE: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}

OpenPage = Callable[..., Page]
AS_AT_HOME: dict[str, Any] = {"locale": "en-ZA", "timezone_id": "Africa/Johannesburg"}
ServeBusiness = Callable[..., ServerProcess]


@pytest.fixture(scope="session")
def demo_business(postgres_server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the demo business; nobody is connected to it."""
    url = empty_database(postgres_server)
    command = [sys.executable, "-m", "app_server", "launch", "load_demo_business", "--auto-migrate"]
    command += ["--app", str(ROOT), "--database", url, "--data-dir", str(tmp_path_factory.mktemp("demo"))]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=110)
    return url


@pytest.fixture(scope="session")
def port() -> int:
    """Where every business is served, so that what browsers have kept of one is good for the next."""
    return free_port()


@pytest.fixture(scope="session")
def serve_business(
    postgres_server: EmbeddedServer, demo_business: str, port: int, tmp_path_factory: pytest.TempPathFactory
) -> ServeBusiness:
    """Serve a new demo business, one at a time, with more flags if need be."""

    def serve(*flags: str) -> ServerProcess:
        database = copied_database(postgres_server, demo_business)
        folder = tmp_path_factory.mktemp("business")
        secret = ("--secret", f"encryption_key={ENCRYPTION_KEY}")
        return ServerProcess(folder / "data", "--database", database, *secret, *flags, app=ROOT, port=port)

    return serve


@pytest.fixture(scope="module")
def business(serve_business: ServeBusiness) -> Iterator[ServerProcess]:
    """The demo business as it is when newly made."""
    server = serve_business()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Controller]:
    """An SMTP server; its ``handler`` is a ``Mailbox``."""
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture(scope="module")
def mailing_business(serve_business: ServeBusiness, mail_server: Controller) -> Iterator[ServerProcess]:
    """A demo business whose mails arrive."""
    server = serve_business("--smtp-host", "127.0.0.1", "--smtp-port", str(mail_server.port))
    yield server
    server.stop()


@pytest.fixture(scope="package")
def visitors(browser: Browser) -> list[BrowserContext]:
    """Browsers that have nothing in common; they keep what they have fetched, and are used again by every test."""
    return []


@pytest.fixture
def open_page(
    browser: Browser, visitors: list[BrowserContext], business: ServerProcess, said: list[str]
) -> Iterator[OpenPage]:
    """Open the app as somebody new, as often as it is called; at the end nothing may have been said on any console."""
    pages: list[Page] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(f"{message.type}: {message.text}")

    def open_app(viewport: ViewportSize = WIDE, *, apart: bool = False) -> Page:
        """`apart`: in a browser that nobody uses again, for a test that sets its clock."""
        while len(visitors) <= len(pages):
            visitors.append(browser.new_context(**AS_AT_HOME))
        page = browser.new_page(**AS_AT_HOME) if apart else visitors[len(pages)].new_page()
        pages.append(page)
        _forget_the_last_visit(page, business.url)
        page.set_viewport_size(viewport)
        page.set_default_timeout(30_000)
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(f"uncaught: {error}"))
        page.goto(business.url)
        return page

    yield open_app
    for page in pages:
        page.close()
    assert said == []


def _forget_the_last_visit(page: Page, origin: str) -> None:
    page.context.clear_cookies()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb"})
    devtools.detach()


def sign_in(page: Page, email: str = "owner@demo.test") -> None:
    """Sign in by hand, and wait for the start page."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Recent activity")).to_be_visible()


def open_drawer(page: Page) -> None:
    """Open the drawer where the window is too narrow to show it always."""
    button = page.get_by_role("button", name=re.compile("Open the menu"))
    if button.is_visible():
        button.click()


def go_to(page: Page, destination: str) -> None:
    """Follow a link of the drawer."""
    open_drawer(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name=destination, exact=True).click()
