"""The demo business, served for real, and a browser in front of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.server_process import ROOT, ServerProcess

PASSWORD = "demo-mybizz"
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def business(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """The demo business as it is when newly made."""
    server = serve_business(tmp_path_factory)
    yield server
    server.stop()


def serve_business(tmp_path_factory: pytest.TempPathFactory, *flags: str) -> ServerProcess:
    """Make a demo business and serve it, with more flags if need be."""
    folder = tmp_path_factory.mktemp("business")
    for above in (folder, *folder.parents[:2]):
        # PostgreSQL runs under an account of its own when this is root.
        os.chmod(above, 0o755)  # noqa: PTH101
    data = folder / "data"
    command = [sys.executable, "-m", "app_server", "launch", "load_demo_business"]
    command += ["--app", str(ROOT), "--data-dir", str(data), "--auto-migrate"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    return ServerProcess(data, "--auto-migrate", *flags, app=ROOT)


@pytest.fixture
def open_page(browser: Browser, business: ServerProcess, said: list[str]) -> Iterator[OpenPage]:
    """Open the app in a browser of its own; at the end nothing may have been said on any console."""
    contexts: list[BrowserContext] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(f"{message.type}: {message.text}")

    def open_app(viewport: dict[str, int] = WIDE) -> Page:
        context = browser.new_context(viewport=viewport, locale="en-ZA", timezone_id="Africa/Johannesburg")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(f"uncaught: {error}"))
        page.goto(business.url)
        return page

    yield open_app
    for context in contexts:
        context.close()
    assert said == []


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
