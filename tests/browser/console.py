"""What a page says on its console, which should be nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import ConsoleMessage, Error, Page


@contextmanager
def silent(page: Page, said: list[str]) -> Iterator[None]:
    """Put into `said` what the page says in the block; a test that expects some takes it out. Raises AssertionError."""

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    def note_error(error: Error) -> None:
        said.append(f"uncaught: {error}")

    page.on("console", note)
    page.on("pageerror", note_error)
    yield
    page.remove_listener("console", note)
    page.remove_listener("pageerror", note_error)
    assert said == []
