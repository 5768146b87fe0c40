"""The app of tests/apps/core, in a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.server_process import ServerProcess


@pytest.fixture(scope="module")
def app_folder() -> Path:
    return Path(__file__).parents[2] / "apps/core"


@pytest.fixture
def page(served_app: ServerProcess, visit: Callable[[str], Page]) -> Page:
    """The app with its first form open."""
    opened = visit(served_app.url)
    expect(opened.locator(".anvil-label").first).to_have_text("ready")
    return opened


@pytest.fixture
def state(page: Page) -> Callable[[str], None]:
    """Expect the first label of the page to say something."""
    return lambda text: expect(page.locator("#anvil-app .anvil-label").first).to_have_text(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
