"""What people feel in Chromium: the next form, a page of a grid, typing, memory after many forms, and bytes fetched."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from launcher.chromium import MISSING, find_chromium
from tests.served import ROOT, new_folder
from tests.server_process import ServerProcess

from .figures import LIMIT, Figure, median_figure
from .pages import CHROMIUM_FLAGS, VIEWPORT

TIMES = 9
FORM_CHANGES = 200
# Two pages of about the same size, which the drawer's links open without a call of the server.
NEXT_FORMS = ("Choices", "Surfaces")
# Resolves with the milliseconds between the next click and the frame after a heading shows the text.
WATCH = """text => {
  let started = Infinity;
  addEventListener("click", () => { started = performance.now(); }, {capture: true, once: true});
  const isThere = () =>
    [...document.querySelectorAll("h1, [role=heading], .anvil-data-row-panel")].some(e => e.innerText.includes(text));
  window.seen = new Promise(resolve => {
    const look = () => {
      if (started === Infinity || !isThere()) return requestAnimationFrame(look);
      requestAnimationFrame(() => resolve(performance.now() - started));
    };
    look();
  });
}"""
LONGEST_FRAME = """() => {
  window.longest = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
  }).observe({entryTypes: ["longtask"]});
}"""


def figures() -> Iterator[Figure]:
    """Bytes of the app itself; the other figures of the gallery, which asks the server for nothing while it is used."""
    path = find_chromium()
    if path is None:
        print(MISSING)
        return
    with (
        _served(ROOT, "--auto-migrate") as business,
        _served(ROOT / "tests/apps/gallery") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield from _bytes(browser, business)
        page = _open(browser, address, "Choices")
        yield median_figure("Next form, click to frame", _next_forms(page), "ms", 120, LIMIT)
        yield _memory(page)
        grid = _open(browser, address, "Grid")
        yield median_figure("Next page of a grid, 50 rows of 8 columns", _grid_pages(grid), "ms", 200, LIMIT)
        fields = _open(browser, address, "Fields")
        yield Figure("Longest frame while typing in a bound text box", _typing(fields), "ms", 50, LIMIT)
        browser.close()


@contextmanager
def _served(app: Path, *flags: str) -> Iterator[str]:
    with new_folder() as folder:
        server = ServerProcess(folder, *flags, app=app)
        try:
            yield server.url
        finally:
            server.stop()


def _open(browser: Browser, address: str, title: str) -> Page:
    page = browser.new_page(viewport=VIEWPORT)
    page.goto(f"{address}/#{title.lower()}")
    page.get_by_role("heading", name=title, level=1, exact=True).wait_for()
    page.get_by_role("region", name=re.compile("__init__.py")).wait_for()
    return page


def _bytes(browser: Browser, address: str) -> Iterator[Figure]:
    """What goes over the network for the first form: with nothing cached, and the second time."""
    page = browser.new_context(viewport=VIEWPORT).new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    fetched: list[float] = []
    network.on("Network.loadingFinished", lambda event: fetched.append(event["encodedDataLength"]))
    for name, limit in (("cold", 9_000), ("warm", 60)):
        fetched.clear()
        page.goto(address)
        page.get_by_role("button", name="Sign in").wait_for()
        page.wait_for_load_state("networkidle")
        yield Figure(f"Fetched for the first form, {name} cache", sum(fetched) / 1000, "kB", limit, LIMIT)
    page.context.close()


def _next_forms(page: Page) -> list[float]:
    """Opened once already: a form's first opening also imports its module."""
    _change_forms(page, 1)
    return _change_forms(page, TIMES)


def _change_forms(page: Page, times: int) -> list[float]:
    taken = []
    for number in range(2 * times):
        title = NEXT_FORMS[(number + 1) % 2]
        page.evaluate(WATCH, title)
        page.get_by_role("link", name=title, exact=True).click()
        taken.append(float(page.evaluate("window.seen")))
    return taken


def _memory(page: Page) -> Figure:
    """Memory of JavaScript and Python after many forms, beside what it was after a few."""
    devtools = page.context.new_cdp_session(page)
    _change_forms(page, 10)
    before = _held(page, devtools)
    _change_forms(page, FORM_CHANGES // 2)
    after = _held(page, devtools)
    return Figure(f"Memory held after {FORM_CHANGES} more forms", after, "MB", before * 1.05, "before + 5 %")


def _held(page: Page, devtools: CDPSession) -> float:
    page.wait_for_timeout(500)
    devtools.send("HeapProfiler.collectGarbage")
    usage = devtools.send("Runtime.getHeapUsage")
    return (float(usage["usedSize"]) + float(usage.get("backingStorageSize", 0))) / 1e6


def _grid_pages(page: Page) -> list[float]:
    taken = []
    for number in range(TIMES):
        forward = number % 2 == 0
        page.evaluate(WATCH, "C-100" if forward else "C-50")
        page.get_by_role("button", name="Next page" if forward else "Previous page").click()
        taken.append(float(page.evaluate("window.seen")))
    return taken


def _typing(page: Page) -> float:
    box = page.get_by_label("Name *")
    box.click()
    page.wait_for_timeout(300)
    page.evaluate(LONGEST_FRAME)
    for letter in "The quick brown fox jumps over the lazy dog":
        page.keyboard.insert_text(letter)
        time.sleep(0.03)
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    return float(page.evaluate("window.longest"))
