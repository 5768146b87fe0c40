"""The gallery of components, one of its pages open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.console import silent
from tests.server_process import ServerProcess

OpenGallery = Callable[[str], Page]
# What is shown before a form is made anew.
BETWEEN = "words"


@pytest.fixture(scope="module")
def app_folder() -> Path:
    return Path(__file__).parents[2] / "apps/gallery"


@pytest.fixture
def gallery(served_app: ServerProcess, context: BrowserContext, said: list[str]) -> Iterator[OpenGallery]:
    """Open the page of that name in a new page of the browser; nothing may be said on the console."""
    with ExitStack() as opened:

        def open_gallery(name: str) -> Page:
            page = opened.enter_context(context.new_page())
            opened.enter_context(silent(page, said))
            page.goto(f"{served_app.url}/#{name}")
            _expect_heading(page, name)
            return page

        yield open_gallery


@pytest.fixture
def made_anew(opened: Page, said: list[str]) -> Iterator[OpenGallery]:
    """Make the form of that name anew in the file's page; nothing may be said on the console."""

    def make(name: str) -> Page:
        opened.evaluate("name => { location.hash = name }", BETWEEN)
        if opened.locator("dialog[open]").count():  # the test before has left it
            opened.reload()
        _expect_heading(opened, BETWEEN)
        opened.evaluate("name => { location.hash = name }", name)
        _expect_heading(opened, name)
        return opened

    with silent(opened, said):
        yield make


def _expect_heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name.title(), exact=True, level=1)).to_be_visible()


def last_said(page: Page) -> str:
    """What the page says has happened last."""
    return page.locator(".anvil-role-said").inner_text()
