"""A Chromium for the browser tests, and pages in which nothing may be said on the console."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from launcher.chromium import find_chromium
from tests.server_process import ServerProcess

FLAGS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
# A busy machine takes its time, with the first page above all; what does not come fails all the same.
PATIENCE_MILLISECONDS = 30_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)

OpenPage = Callable[[str], Page]
ServeApp = Callable[[Path], ServerProcess]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for the tests of this folder; left running, its loop would be in the way of others that run one."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest) -> Path | None:
    """The folder of `--screenshots DIR`, where pages that are looked at leave pictures; None without it."""
    folder: Path | None = request.config.getoption("--screenshots")
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def said() -> list[str]:
    """Errors and warnings on the page's console; a test that expects some takes them out."""
    return []


@pytest.fixture(scope="package")
def shared_context(browser: Browser) -> Iterator[BrowserContext]:
    shared = browser.new_context(viewport={"width": 1280, "height": 800}, timezone_id="Africa/Johannesburg")
    yield shared
    shared.close()


@pytest.fixture(scope="module")
def context(shared_context: BrowserContext) -> Iterator[BrowserContext]:
    """What pages share: the cache, so that each page starts as one does that was there before."""
    yield shared_context
    shared_context.clear_cookies()


@pytest.fixture
def visit(context: BrowserContext, said: list[str]) -> Iterator[OpenPage]:
    """Open an address as somebody new; at the end nothing may have been said."""
    pages: list[Page] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    def open_page(address: str) -> Page:
        page = context.new_page()
        pages.append(page)
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(f"uncaught: {error}"))
        page.goto(address)
        return page

    yield open_page
    for page in pages:
        page.close()
    context.clear_cookies()
    assert said == []


@pytest.fixture(scope="package")
def serve_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeApp]:
    """Serve the app in a folder, with a database of its own; the same server, until another app is asked for."""
    serving: list[ServerProcess] = []

    def serve(app: Path) -> ServerProcess:
        if serving and serving[-1].app != app:
            serving.pop().stop()
        if not serving:
            serving.append(ServerProcess(_open_folder(tmp_path_factory) / "data", "--auto-migrate", app=app))
        return serving[-1]

    yield serve
    for server in serving:
        server.stop()


def _open_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    for above in (folder, *folder.parents[:2]):
        # PostgreSQL runs under an account of its own when this is root.
        os.chmod(above, 0o755)  # noqa: PTH101
    return folder


@pytest.fixture(scope="module")
def served_app(serve_app: ServeApp, app_folder: Path) -> ServerProcess:
    """The app in the folder ``app_folder``, which each folder of tests names."""
    return serve_app(app_folder)


@pytest.fixture(scope="module")
def opened(served_app: ServerProcess, context: BrowserContext) -> Iterator[Page]:
    """One page with the app open for a file of tests: starting Python takes longer than most of them."""
    page = context.new_page()
    page.goto(served_app.url)
    yield page
    page.close()
