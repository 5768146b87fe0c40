"""What a page fetches, told apart from what its frames do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request

QUIET_SECONDS = 0.5
PATIENCE_SECONDS = 60.0


@contextmanager
def until_quiet(page: Page) -> Iterator[None]:
    """Wait, at the end of the block, until all that the page itself fetched in it has come. Raises TimeoutError.

    Of a frame that is taken away while it loads, no end is told, and Playwright's own "networkidle" never comes.
    """
    under_way: set[Request] = set()

    def begun(request: Request) -> None:
        if not request.is_navigation_request() and request.frame == page.main_frame:
            under_way.add(request)

    def ended(request: Request) -> None:
        under_way.discard(request)

    handlers = {"request": begun, "requestfinished": ended, "requestfailed": ended}
    for name, handler in handlers.items():
        page.on(name, handler)  # type: ignore[call-overload]
    try:
        yield
        _wait(page, under_way)
    finally:
        for name, handler in handlers.items():
            page.remove_listener(name, handler)


def _wait(page: Page, under_way: set[Request]) -> None:
    busy_at = began = time.monotonic()
    while time.monotonic() - busy_at < QUIET_SECONDS:
        page.wait_for_timeout(50)
        if under_way:
            busy_at = time.monotonic()
        if time.monotonic() - began > PATIENCE_SECONDS:
            raise TimeoutError(f"still fetched: {[request.url for request in under_way]}")
