"""The demo business, served for real, and a browser in front of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

ROOT = Path(__file__).parents[3]
START_SECONDS = 60
PASSWORD = "demo-mybizz"
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


@dataclass
class Business:
    """A served instance of the app: `start` and `stop` its server, its data stays."""

    data: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    log: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str) -> None:
        subprocess.run([*self._command(*arguments)], cwd=ROOT, check=True, capture_output=True, timeout=120)

    def start(self) -> None:
        log = (self.data / "server.log").open("ab")
        self.process = subprocess.Popen(
            self._command("serve", "--port", str(self.port)), cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.origin}/_/health", timeout=2):
                return
            time.sleep(0.1)
        raise AssertionError("the server did not start:\n" + (self.data / "server.log").read_text())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            os.kill(self.process.pid, how)
            self.process.wait(30)
            self.process = None

    def _command(self, name: str, *arguments: str) -> list[str]:
        flags = ["--app", str(ROOT), "--data-dir", str(self.data / "data"), "--auto-migrate"]
        return [sys.executable, "-m", "app_server", name, *flags, *arguments]


@pytest.fixture(scope="module")
def business() -> Iterator[Business]:
    """The demo business as it is when newly made."""
    folder = Path(tempfile.mkdtemp(prefix="mybizz-browser-"))
    served = Business(folder, _free_port())
    served.run("launch", "load_demo_business")
    served.start()
    yield served
    served.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def open_page(browser: Browser, business: Business) -> Iterator[Callable[..., Page]]:
    """Open the app in a browser of its own; at the end nothing may have been said on any console."""
    said: list[str] = []
    contexts = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(f"{message.type}: {message.text}")

    def open_app(viewport: dict[str, int] = WIDE, address: str = "/") -> Page:
        context = browser.new_context(viewport=viewport, locale="en-ZA", timezone_id="Africa/Johannesburg")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(f"uncaught: {error}"))
        page.goto(business.origin + address)
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
