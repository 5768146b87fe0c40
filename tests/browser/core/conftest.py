"""The app of tests/apps/core, in a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import silent
from tests.server_process import ServerProcess


@pytest.fixture(scope="module")
def app_folder() -> Path:
    return Path(__file__).parents[2] / "apps/core"


@pytest.fixture
def own_page(served_app: ServerProcess, visit: Callable[[str], Page]) -> Page:
    """The app with its first form open, for a test that changes more than the form."""
    page = visit(served_app.url)
    _expect_ready(page)
    return page


@pytest.fixture(scope="module")
def opened(opened: Page) -> Page:
    """That page, once its first form is there."""
    _expect_ready(opened)
    return opened


@pytest.fixture
def page(opened: Page, said: list[str]) -> Iterator[Page]:
    """That page with its first form new; nothing may be said on its console."""
    with silent(opened, said):
        if opened.locator("dialog[open]").count():  # the test before has left it
            opened.reload()
        else:
            opened.evaluate("beginAnew()")
        _expect_ready(opened)
        yield opened


@pytest.fixture
def state(opened: Page) -> Callable[[str], None]:
    """Expect the first label of the page to say something."""
    return lambda text: expect(opened.locator("#anvil-app .anvil-label").first).to_have_text(text)


def _expect_ready(page: Page) -> None:
    expect(page.locator(".anvil-label").first).to_have_text("ready")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
