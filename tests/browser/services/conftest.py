"""The app of tests/apps/services: a form that runs the Python typed into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.server_process import ServerProcess

Ask = Callable[[str], str]
ANSWER = "#anvil-app .anvil-label >> nth=0"


@pytest.fixture(scope="module")
def app_folder() -> Path:
    return Path(__file__).parents[2] / "apps/services"


@pytest.fixture(scope="module")
def open_page(served_app: ServerProcess, context: BrowserContext) -> Iterator[Page]:
    """One page for all tests of a file."""
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(served_app.url)
    expect(page.locator(ANSWER)).to_have_text("ready")
    yield page
    page.close()


@pytest.fixture
def page(open_page: Page) -> Page:
    """The file's page; loaded again when the test before left a dialog open."""
    if open_page.locator("dialog[open]").count():
        open_page.reload()
        expect(open_page.locator(ANSWER)).to_have_text("ready")
    return open_page


@pytest.fixture
def start(page: Page) -> Callable[[str], None]:
    """Run Python in the page and do not wait for its end: it may ask the user something."""

    def run(source: str) -> None:
        page.locator("textarea").fill(source)
        page.get_by_role("button", name="Ask", exact=True).click()

    return run


@pytest.fixture
def answer(page: Page) -> Callable[[], str]:
    """Wait for the end of what runs; the repr of what it left in ``answer``, or its exception."""

    def wait() -> str:
        expect(page.locator(ANSWER)).not_to_have_text("…")
        return page.locator(ANSWER).text_content() or ""

    return wait


@pytest.fixture
def ask(start: Callable[[str], None], answer: Callable[[], str]) -> Ask:
    """Run Python in the page; a single expression, or statements that set ``answer``."""

    def run(source: str) -> str:
        start(source if "answer =" in source else f"answer = {source}")
        return answer()

    return run
