"""The gallery of components, one of its pages open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.server_process import ServerProcess

OpenGallery = Callable[[str], Page]


@pytest.fixture(scope="module")
def app_folder() -> Path:
    return Path(__file__).parents[2] / "apps/gallery"


@pytest.fixture
def gallery(served_app: ServerProcess, context: BrowserContext, said: list[str]) -> Iterator[OpenGallery]:
    """Open the page of that name; nothing may be said on the console."""
    pages: list[Page] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    def open_gallery(name: str) -> Page:
        page = context.new_page()
        pages.append(page)
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(f"uncaught: {error}"))
        page.goto(f"{served_app.url}/#{name}")
        expect(page.get_by_role("heading", name=name.title(), exact=True, level=1)).to_be_visible()
        return page

    yield open_gallery
    for page in pages:
        page.close()
    assert said == []


def last_said(page: Page) -> str:
    """What the page says has happened last."""
    return page.locator(".anvil-role-said").inner_text()
