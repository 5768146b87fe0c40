"""A page that answers questions: Python that is run in it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import silent

Ask = Callable[[str], str]


@pytest.fixture(scope="module")
def app_folder() -> Path:
    return Path(__file__).parents[2] / "apps/classics"


@pytest.fixture(scope="module")
def opened(opened: Page) -> Page:
    """That page, once it answers."""
    opened.set_default_timeout(30_000)
    expect(opened.get_by_text("ready")).to_be_visible(timeout=20_000)
    return opened


@pytest.fixture
def page(opened: Page, said: list[str]) -> Iterator[Page]:
    """That page; at the end nothing may have been said on its console."""
    with silent(opened, said):
        opened.evaluate("window.ask('form.panel.clear()')")
        yield opened


@pytest.fixture
def ask(page: Page) -> Ask:
    """Run lines of Python in the page: what ``answer`` is then, as ``repr``, or the exception."""
    return lambda code: page.evaluate("code => window.ask(code)", textwrap.dedent(code))
